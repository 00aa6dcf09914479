package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.sql.plan.Operand;
import io.github.cofferjdbc.sql.plan.ParameterPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * What an updatable result set writes to its table.
 *
 * <p>pgjdbc makes the statements itself: it takes the word after the first FROM of the text for the
 * table, and the columns' names from the server. So what a column is sealed as is not read off the
 * rows but off the plan of the UPDATE that pgjdbc will send; where the two disagree, the change is
 * refused. Which changes are pending only pgjdbc knows: it is given a {@link SealedObject} in the
 * place of the value. Not thread safe.
 */
final class RowChanges {

  private final Session session;
  private final ResultSet rows;
  private final Planned planned;
  private final @Nullable Cells cells;
  private final Map<Integer, Target> targets = new HashMap<>();
  private @Nullable List<String> tables;

  /**
   * What a column is written to.
   *
   * @param updates the statements that pgjdbc may send, with the column's new value as parameter
   * @param operand how the value is sealed, or empty if it is clear
   */
  private record Target(List<String> updates, Optional<Operand> operand) {}

  /**
   * @param rows pgjdbc's
   * @param planned the text that returned them
   * @param cells the protected columns, or null if there is none
   */
  RowChanges(Session session, ResultSet rows, Planned planned, @Nullable Cells cells) {
    this.session = session;
    this.rows = rows;
    this.planned = planned;
    this.cells = cells;
  }

  /**
   * Tells whether pgjdbc may have the new values of a column.
   *
   * @throws SQLException pgjdbc's own if the rows cannot be changed, or KE003
   */
  boolean isClear(int column) throws SQLException {
    if (column < 1
        || column > rows.getMetaData().getColumnCount()
        || !session.freshCatalog().installed()) {
      return true;
    }
    return target(column).operand().isEmpty();
  }

  /** Makes pgjdbc change a column that is not clear. */
  void update(int column, @Nullable Object value) throws SQLException {
    rows.updateObject(
        column,
        value == null
            ? null
            : new SealedObject(session, target(column).operand().orElseThrow(), value));
  }

  /**
   * Fails if a value that was set would no longer be written to what it was set for.
   *
   * @throws SQLException KE006
   */
  void check() throws SQLException {
    for (Target target : targets.values()) {
      if (!operand(target.updates()).equals(target.operand())) {
        throw session.untrusted(
            "The table was changed after a value was set in this result set; nothing was sent:"
                + " execute the query again.");
      }
    }
  }

  /** Notes that a change failed, which may be because the catalog is old. */
  void failed(SQLException error) {
    session.noteFailure(error);
  }

  private Target target(int column) throws SQLException {
    Target known = targets.get(column);
    if (known == null) {
      try {
        known = decided(column);
      } catch (SQLException e) {
        complainAsPgjdbc();
        throw e;
      }
      targets.put(column, known);
    }
    return known;
  }

  private Target decided(int column) throws SQLException {
    String name = Pgjdbc.baseColumnName(rows, column);
    List<String> updates = new ArrayList<>();
    for (String table : tables()) {
      updates.add("UPDATE " + table + " SET " + Pgjdbc.quoted(name) + " = ?");
    }
    ColumnType.Encrypted read = cells == null ? null : cells.plannedType(column);
    Optional<Operand> operand = name.isEmpty() ? Optional.empty() : operand(updates);
    boolean unknown = cells != null && read == null && !cells.isAlwaysClear(column);
    if (unknown || !Optional.ofNullable(read).equals(operand.map(Operand::type))) {
      throw refused(column, "the column of the table that it would change has another type");
    }
    return new Target(name.isEmpty() ? List.of() : updates, operand);
  }

  /** Returns how the statements seal their parameter; all in one way. */
  private Optional<Operand> operand(List<String> updates) throws SQLException {
    List<Optional<Operand>> operands = new ArrayList<>();
    for (String update : updates) {
      List<ParameterPlan> parameters = session.plan(update, true).plan().parameters();
      operands.add(
          !parameters.isEmpty() && parameters.get(0) instanceof ParameterPlan.Sealed sealed
              ? Optional.of(sealed.operand())
              : Optional.empty());
    }
    if (operands.stream().distinct().count() > 1) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "Changing rows of one of several statements in a text is refused where they mention"
              + " protected tables: execute them one by one.");
    }
    return operands.isEmpty() ? Optional.empty() : operands.get(0);
  }

  /** Returns the tables that pgjdbc may take for that of the rows, by its own reading. */
  private List<String> tables() throws SQLException {
    List<String> known = tables;
    if (known == null) {
      known = new ArrayList<>();
      for (String statement : session.pg().statements(planned.sent())) {
        String table = tableOf(statement);
        if (table != null) {
          known.add(table);
        }
      }
      tables = known;
    }
    return known;
  }

  private static @Nullable String tableOf(String statement) {
    StringTokenizer words = new StringTokenizer(statement, " \r\t\n");
    while (words.hasMoreTokens()) {
      if (words.nextToken().equalsIgnoreCase("from") && words.hasMoreTokens()) {
        String table = words.nextToken();
        return table.equalsIgnoreCase("only") && words.hasMoreTokens()
            ? "ONLY " + words.nextToken()
            : table;
      }
    }
    return null;
  }

  /** Lets pgjdbc say first what it has against a change; column 0 is what it finds wrong last. */
  private void complainAsPgjdbc() throws SQLException {
    try {
      rows.updateObject(0, "");
    } catch (SQLException e) {
      if (!"22023".equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private SQLException refused(int column, String reason) throws SQLException {
    String name =
        cells == null || cells.isAlwaysClear(column)
            ? rows.getMetaData().getColumnLabel(column)
            : cells.origin(column);
    return CofferState.CONSTRUCT_REFUSED.exception(
        "Column "
            + name
            + " cannot be changed through this result set: "
            + reason
            + ", or is not known. Use an UPDATE statement.");
  }

  /** Reads ASCII as {@code updateAsciiStream} does: at most so many characters. */
  static String ascii(InputStream in, int length) throws SQLException {
    return read(
        new InputStreamReader(in, StandardCharsets.US_ASCII),
        length,
        "Provided InputStream failed.");
  }

  /** Reads characters as {@code updateCharacterStream} does: at most so many. */
  static String characters(Reader in, int length) throws SQLException {
    return read(in, length, "Provided Reader failed.");
  }

  private static String read(Reader in, int length, String failure) throws SQLException {
    char[] text = new char[length];
    int count = 0;
    try {
      while (count < length) {
        int more = in.read(text, count, length - count);
        if (more < 0) {
          break;
        }
        count += more;
      }
    } catch (IOException e) {
      throw Pgjdbc.clientError(failure, null);
    }
    return new String(text, 0, count);
  }

  /** Reads bytes as {@code updateBinaryStream} does: at most so many. */
  static byte[] bytes(InputStream in, int length) throws SQLException {
    try {
      return in.readNBytes(length);
    } catch (IOException e) {
      throw Pgjdbc.clientError("Provided InputStream failed.", null);
    }
  }
}
