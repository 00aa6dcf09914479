package io.github.cofferjdbc.differential;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A value that the application announces as something else than the column's type.
 *
 * @param literal how it stands in a statement with literals
 * @param object what {@code setObject} gets, or null for an untyped NULL
 * @param sqlType the type that it is announced as, or null to leave that to the driver
 */
record Sloppy(String literal, @Nullable Object object, @Nullable Integer sqlType) implements Hole {

  @Override
  public boolean alwaysLiteral() {
    return false;
  }

  @Override
  public void bind(PreparedStatement statement, int index) throws SQLException {
    if (object == null) {
      statement.setNull(index, java.sql.Types.NULL);
    } else if (sqlType == null) {
      statement.setObject(index, object);
    } else {
      statement.setObject(index, object, sqlType);
    }
  }
}
