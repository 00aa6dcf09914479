package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.DomainName;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.field.FieldCipher;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a result that no plan could know: a complete valid header decides, value by value.
 * Until the first such value a column is described as bytea.
 */
final class HeaderCells implements Cells, LookAhead.Columns {

  private final ResultSet rows;
  private final Opening opening;
  private final Map<Integer, Seen> current = new HashMap<>();
  private final Map<Integer, Seen> latest = new HashMap<>();

  /** What the current row is read from. */
  private ResultSet source;

  /** A value with a header: its type, its cell and what opens others of the type. */
  private record Seen(EncryptedType type, Cell cell, OpenedColumn stored) {}

  HeaderCells(ResultSet rows, Opening opening) {
    this.rows = rows;
    this.source = rows;
    this.opening = opening;
  }

  @Override
  public void moved() {
    current.clear();
  }

  @Override
  public boolean isClear(int column) throws SQLException {
    if (isAlwaysClear(column)) {
      return true;
    }
    if (!rows.isClosed() && current.containsKey(column)) {
      return false;
    }
    ResultSet from = rows.isClosed() ? rows : source;
    byte[] stored = from.getBytes(column);
    EncryptedType type = stored == null ? null : FieldCipher.typeOf(stored).orElse(null);
    Seen before = latest.get(column);
    if (stored == null && before != null) {
      before.cell().set(null);
      current.put(column, before);
      return false;
    }
    if (type == null) {
      return true;
    }
    Seen seen = before != null && before.type().equals(type) ? before : seen(column, type);
    try {
      seen.cell().set(seen.stored().value(from));
    } catch (SQLException e) {
      throw ColumnErrors.at(origin(column), e);
    }
    latest.put(column, seen);
    current.put(column, seen);
    return false;
  }

  private Seen seen(int column, EncryptedType type) throws SQLException {
    ColumnType.Encrypted columnType = columnType(type);
    return new Seen(
        type,
        new Cell(rows.getStatement(), origin(column), columnType),
        new OpenedColumn(opening, column, columnType));
  }

  private static ColumnType.Encrypted columnType(EncryptedType type) {
    return new ColumnType.Encrypted(
        type, new DomainName(0, "encrypted", type.domainName()), null, false);
  }

  @Override
  public List<FetchedRows.Column> wanted(long rows) {
    return List.of(); // what a column holds is known only value by value
  }

  @Override
  public void readFrom(ResultSet row, LookAhead ahead) {
    source = row;
  }

  @Override
  public boolean isAlwaysClear(int column) throws SQLException {
    ResultSetMetaData metaData = rows.getMetaData();
    return column < 1
        || column > metaData.getColumnCount()
        || metaData.getColumnType(column) != Types.BINARY;
  }

  @Override
  public Cell cell(int column) {
    Seen seen = current.get(column);
    if (seen == null) {
      throw new IllegalArgumentException("column " + column + " is clear");
    }
    return seen.cell();
  }

  @Override
  public @Nullable ResultSetMetaData description(int column) throws SQLException {
    Seen seen = latest.get(column);
    return seen == null ? null : seen.cell().row().getMetaData();
  }

  @Override
  public ColumnType.@Nullable Encrypted plannedType(int column) {
    return null;
  }

  @Override
  public String origin(int column) throws SQLException {
    return rows.getMetaData().getColumnLabel(column);
  }
}
