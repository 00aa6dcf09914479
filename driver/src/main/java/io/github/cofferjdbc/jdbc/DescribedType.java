package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.jdbc.TypeDescription.Property;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted type that a row of a description is about. Immutable.
 *
 * <p>pgjdbc names a type {@code "schema"."name"}, without quoting quotes, or {@code name} alone if
 * its schema is anywhere in the search path. The first is exact. The second may be hidden behind a
 * like name earlier in the path, so there the catalog's own knowledge of the column counts first.
 *
 * @param type what it is
 * @param name its name without schema; an array's type has a name of its own
 */
record DescribedType(ColumnType.Encrypted type, String name) {

  /** Returns the type of the current row, or null if it is not an encrypted one. */
  static @Nullable DescribedType of(ResultSet rows, TypeDescription description, CatalogView view)
      throws SQLException {
    if (description == TypeDescription.USER_TYPES) {
      String name = String.valueOf(rows.getString("TYPE_NAME"));
      return named(view, new RelationName(rows.getString("TYPE_SCHEM"), name));
    }
    String told = rows.getString(description.column(Property.TYPE_NAME));
    int sqlType = rows.getInt(description.column(Property.SQL_TYPE));
    if (told == null || (sqlType != Types.DISTINCT && sqlType != Types.ARRAY)) {
      return null;
    }
    if (told.startsWith("\"")) {
      return qualified(view, told);
    }
    Optional<ColumnType> column =
        description == TypeDescription.COLUMNS
            ? column(view, rows.getString(2), rows.getString(3), rows.getString(4))
            : Optional.empty();
    if (column.isPresent()) {
      return column.get() instanceof ColumnType.Encrypted type
          ? new DescribedType(type, told)
          : null;
    }
    return named(view, new RelationName(null, told));
  }

  private static Optional<ColumnType> column(
      CatalogView view, String schema, String table, String column) {
    return view.relation(new RelationName(schema, table)) instanceof CatalogView.Lookup.Found found
        ? found.relation().column(column).map(Column::type)
        : Optional.empty();
  }

  private static @Nullable DescribedType qualified(CatalogView view, String told) {
    for (int dot = told.indexOf("\".\""); dot > 0; dot = told.indexOf("\".\"", dot + 1)) {
      DescribedType found =
          named(
              view,
              new RelationName(told.substring(1, dot), told.substring(dot + 3, told.length() - 1)));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable DescribedType named(CatalogView view, RelationName name) {
    return view.encryptedType(name).map(type -> new DescribedType(type, name.name())).orElse(null);
  }

  /** Returns the full name, quoted: a schema made anew from it stays protected on any path. */
  String quotedName() {
    return new RelationName(type.domain().schema(), name).quoted();
  }
}
