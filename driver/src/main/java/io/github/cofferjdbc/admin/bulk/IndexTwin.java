package io.github.cofferjdbc.admin.bulk;

import org.jspecify.annotations.Nullable;

/**
 * An index over a column whose values go to the column beside: what it takes to make the same one
 * there, and to put it in its place. Immutable; equal twins mean that nothing has changed.
 *
 * @param name the index's
 * @param twin the name of the same one over the column beside
 * @param creation the statement that makes the twin
 * @param constraint what takes the twin as its index, such as {@code ADD CONSTRAINT "c" UNIQUE
 *     USING INDEX "twin"}; null if it belongs to none
 * @param comment the statement that gives it its comment; null if it has none
 * @param obstacle what stands against making it again, for people; null if nothing does
 */
record IndexTwin(
    String name,
    String twin,
    String creation,
    @Nullable String constraint,
    @Nullable String comment,
    @Nullable String obstacle) {}
