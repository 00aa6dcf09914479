/** Values as PostgreSQL and as Coffer see them, compared. */
@NullMarked
package io.github.cofferjdbc.value;

import org.jspecify.annotations.NullMarked;
