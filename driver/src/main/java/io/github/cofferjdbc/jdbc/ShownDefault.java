package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The default of a protected column as {@code COLUMN_DEF} tells it. A sealed constant is opened and
 * told as a typed literal, {@code 'n/a'::text}: told as it is stored, a program would take the
 * ciphertext for the value and write it, encrypted once more. Where that is impossible, for want of
 * a key or because the constant stands inside an expression, no default is told. Other defaults are
 * the server's text.
 */
final class ShownDefault {

  /** A constant as the server prints it, with casts around it. */
  private static final Pattern SEALED =
      Pattern.compile("\\(*'(\\\\x[0-9a-f]+)'(?:::[^']*)?", Pattern.DOTALL);

  private final Session session;

  ShownDefault(Session session) {
    this.session = session;
  }

  @Nullable String of(@Nullable String stored, ColumnType.Encrypted type) {
    // The server prints bytes as '\x… or, under bytea_output = escape, with other backslashes.
    if (stored == null || stored.indexOf('\\') < 0) {
      return stored;
    }
    Matcher constant = SEALED.matcher(stored);
    if (type.array() || !constant.matches()) {
      return null;
    }
    try {
      String value = new Opening(session).element(constant.group(1), type);
      return "'" + value.replace("'", "''") + "'::" + type.type().base().typeName();
    } catch (SQLException e) {
      return null;
    }
  }
}
