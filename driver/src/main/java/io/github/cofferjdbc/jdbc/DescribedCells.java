package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.jdbc.TypeDescription.Property;
import io.github.cofferjdbc.value.BaseType;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a description of {@code DatabaseMetaData} in which an encrypted type appears as its
 * base type. Rows, their order and all else are the delegate's; only what a row tells of such a
 * type is replaced, when it is asked for.
 */
final class DescribedCells implements Cells {

  private final ResultSet rows;
  private final TypeDescription description;
  private final Session session;
  private final CatalogView view;
  private final Map<Integer, Cell> cells = new HashMap<>();
  private @Nullable DescribedType current;
  private boolean known;

  DescribedCells(ResultSet rows, TypeDescription description, Session session, CatalogView view) {
    this.rows = rows;
    this.description = description;
    this.session = session;
    this.view = view;
  }

  @Override
  public void moved() {
    known = false;
  }

  @Override
  public boolean isClear(int column) throws SQLException {
    return description.property(column) == null || type() == null;
  }

  /** Nothing here is written: the delegate says that the rows cannot be changed. */
  @Override
  public boolean isAlwaysClear(int column) {
    return true;
  }

  private @Nullable DescribedType type() throws SQLException {
    if (!known || rows.isClosed()) {
      current = DescribedType.of(rows, description, view);
      known = true;
    }
    return current;
  }

  @Override
  public Cell cell(int column) throws SQLException {
    Property property = Objects.requireNonNull(description.property(column), "a replaced column");
    Cell cell = cells.get(column);
    if (cell == null) {
      cell =
          new Cell(
              rows.getStatement(),
              origin(column),
              property.isNumber() ? BaseType.INT4 : BaseType.TEXT,
              false);
      cells.put(column, cell);
    }
    String text = text(property, column, Objects.requireNonNull(type(), "a replaced row"));
    cell.set(
        text == null
            ? null
            : property.isNumber()
                ? text.getBytes(StandardCharsets.US_ASCII)
                : session.pg().encode(text));
    return cell;
  }

  private @Nullable String text(Property property, int column, DescribedType described)
      throws SQLException {
    BaseColumn base = new BaseColumn(session.pg().types(), described.type());
    return switch (property) {
      case SQL_TYPE -> Integer.toString(base.sqlType());
      case TYPE_NAME -> described.quotedName();
      case SIZE -> Integer.toString(base.size());
      case DECIMAL_DIGITS -> text(base.decimalDigits());
      case SCALE -> Integer.toString(base.scale());
      case REMARKS -> remarks(rows.getString(column), described);
      case DEFAULT -> new ShownDefault(session).of(rows.getString(column), described.type());
      case OCTETS -> text(base.octets());
      case SOURCE_TYPE -> described.type().array() ? null : Integer.toString(base.elementSqlType());
    };
  }

  private static @Nullable String text(@Nullable Integer number) {
    return number == null ? null : number.toString();
  }

  /** Returns the user's comment with what Coffer has to say behind it, but never twice. */
  private static String remarks(@Nullable String comment, DescribedType described) {
    String note = "[encrypted as " + described.type().type().domainName() + "]";
    if (comment == null || comment.isEmpty()) {
      return note;
    }
    return comment.endsWith(note) ? comment : comment + " " + note;
  }

  @Override
  public ColumnType.@Nullable Encrypted plannedType(int column) {
    return null;
  }

  @Override
  public @Nullable ResultSetMetaData description(int column) {
    return null;
  }

  @Override
  public String origin(int column) throws SQLException {
    return rows.getMetaData().getColumnLabel(column);
  }
}
