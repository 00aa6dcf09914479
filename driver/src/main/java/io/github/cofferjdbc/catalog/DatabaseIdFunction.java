package io.github.cofferjdbc.catalog;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code encrypted.database_id()}, written by {@code init} and read by every
 * connection. It is read from the catalog and never run: whoever may replace the function must not
 * have code run in a user's transaction, or make it fail. No state.
 */
public final class DatabaseIdFunction {

  private static final Pattern BODY =
      Pattern.compile("\\s*SELECT '([0-9a-f-]{36})'::pg_catalog\\.uuid\\s*");

  private DatabaseIdFunction() {}

  /** Returns the body for this id. */
  public static String body(UUID id) {
    return "SELECT '" + id + "'::pg_catalog.uuid";
  }

  /** Returns the id that the body holds, or empty if it is not one that {@link #body} writes. */
  public static Optional<UUID> id(@Nullable String body) {
    if (body == null) {
      return Optional.empty();
    }
    Matcher matcher = BODY.matcher(body);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    UUID id = UUID.fromString(matcher.group(1));
    return id.toString().equals(matcher.group(1)) ? Optional.of(id) : Optional.empty();
  }
}
