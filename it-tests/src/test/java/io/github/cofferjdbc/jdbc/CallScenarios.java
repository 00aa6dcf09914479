package io.github.cofferjdbc.jdbc;

import java.io.IOException;
import java.io.StringReader;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What programs do with calls of the routines of {@link CallIT}, and what they see of it. */
final class CallScenarios {

  private CallScenarios() {}

  /** Calls something, and writes down what it sees. */
  interface Scenario {
    void play(Connection connection, List<String> seen) throws SQLException;
  }

  private static final Map<String, Scenario> ALL = new LinkedHashMap<>();

  /** Returns the scenarios by name. */
  static Map<String, Scenario> all() {
    return ALL;
  }

  /** Writes down what a step gives, or how it fails. */
  private interface Step {
    Object get() throws SQLException;
  }

  private static void note(List<String> seen, Step step) {
    try {
      seen.add(Getters.describe(step.get()));
    } catch (SQLException e) {
      seen.add(e.getClass().getSimpleName() + " " + e.getSQLState());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (RuntimeException e) {
      seen.add(e.getClass().getSimpleName());
    }
  }

  private static void rows(List<String> seen, ResultSet rows) throws SQLException {
    ResultSetMetaData data = rows.getMetaData();
    while (rows.next()) {
      for (int i = 1; i <= data.getColumnCount(); i++) {
        int column = i;
        note(seen, () -> data.getColumnLabel(column) + " " + data.getColumnTypeName(column));
        note(seen, () -> rows.getObject(column));
        note(seen, rows::wasNull);
      }
    }
  }

  private static void people(Connection connection, List<String> seen) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet rows =
            select.executeQuery("SELECT id, ssn, note, weight FROM person ORDER BY id")) {
      rows(seen, rows);
    }
  }

  private static void fill(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO person VALUES (?, ?, ?, ?)")) {
      for (int i = 1; i <= 3; i++) {
        insert.setInt(1, i);
        insert.setString(2, "ssn " + i);
        insert.setString(3, i == 2 ? null : "note " + i);
        insert.setObject(4, i == 3 ? null : 60 + i, Types.INTEGER);
        insert.executeUpdate();
      }
    }
  }

  static {
    ALL.put("a procedure stores its arguments", CallScenarios::storesArguments);
    ALL.put("a batch of calls", CallScenarios::batch);
    ALL.put("inout and out parameters of a procedure", CallScenarios::inoutOfProcedure);
    ALL.put("the same call again with other values", CallScenarios::calledAgain);
    ALL.put("a function's result", CallScenarios::resultOfFunction);
    ALL.put("the result of a function with an encrypted argument", CallScenarios::plainResult);
    ALL.put("out parameters of a function", CallScenarios::outOfFunction);
    ALL.put("inout parameters of a function", CallScenarios::inoutOfFunction);
    ALL.put("constants in the call", CallScenarios::constants);
    ALL.put("arguments by name and defaults left out", CallScenarios::namedArguments);
    ALL.put("variadic arguments", CallScenarios::variadic);
    ALL.put("parameters by name", CallScenarios::parametersByName);
    ALL.put("a set of values", CallScenarios::sets);
    ALL.put("an array", CallScenarios::array);
    ALL.put("rows of a cursor", CallScenarios::cursor);
    ALL.put("an exception of the routine", CallScenarios::exceptionOfRoutine);
    ALL.put("parameters that are wrong or missing", CallScenarios::wrongParameters);
    ALL.put("getters before and after", CallScenarios::gettersOutOfPlace);
    ALL.put("any other statement", CallScenarios::otherStatements);
    ALL.put("what is told of parameters and columns", CallScenarios::metaData);
    ALL.put("a call within a transaction", CallScenarios::transaction);
    ALL.put("escapes, comments and white space", CallScenarios::spelling);
  }

  private static void storesArguments(Connection connection, List<String> seen)
      throws SQLException {
    try (CallableStatement call = connection.prepareCall("CALL add(?, ?, ?)")) {
      call.setInt(1, 1);
      call.setString(2, "one");
      call.setCharacterStream(3, new StringReader("a note"));
      note(seen, call::execute);
      note(seen, call::getUpdateCount);
      note(seen, call::getMoreResults);
      call.setInt(1, 2);
      call.setNull(2, Types.VARCHAR);
      call.setObject(3, "another", Types.OTHER);
      note(seen, call::executeUpdate);
      call.setInt(1, 2);
      note(seen, call::executeUpdate);
    }
    people(connection, seen);
  }

  private static void namedArguments(Connection connection, List<String> seen) throws SQLException {
    String[] calls = {
      "CALL add(note => ?, id => 1, ssn => ?)",
      "CALL add(2, note => ?, ssn => ?)",
      "CALL add(3, ssn := ?)",
      "CALL add(4, ?)",
      "CALL add(5, name => ?)",
      "CALL add(6, note => ?)",
      "CALL add(7, ?, ssn => ?)"
    };
    for (String text : calls) {
      try (CallableStatement call = connection.prepareCall(text)) {
        call.setString(1, "first");
        if (text.indexOf('?') != text.lastIndexOf('?')) {
          call.setString(2, "second");
        }
        note(seen, call::executeUpdate);
      }
    }
    try (CallableStatement call = connection.prepareCall("{? = call echo(ssn => ?)}")) {
      call.registerOutParameter(1, Types.VARCHAR);
      call.setString(2, "returned");
      note(seen, call::execute);
      note(seen, () -> call.getString(1));
    }
    people(connection, seen);
  }

  private static void variadic(Connection connection, List<String> seen) throws SQLException {
    String[] calls = {
      "{? = call last_of('x', 'a')}",
      "{? = call last_of('x', 'a', 'b', ?)}",
      "{? = call last_of('x', VARIADIC ?)}",
      "{? = call last_of(label => 'x', VARIADIC ssns => ?)}",
      "{? = call last_of(label => 'x', ssns => ?)}",
      "{? = call last_of('x')}"
    };
    for (String text : calls) {
      try (CallableStatement call = connection.prepareCall(text)) {
        call.registerOutParameter(1, Types.VARCHAR);
        if (text.contains("VARIADIC")) {
          call.setArray(2, connection.createArrayOf("text", new Object[] {"c", "d"}));
        } else if (text.lastIndexOf('?') > 1) {
          call.setString(2, "c");
        }
        note(seen, call::execute);
        note(seen, () -> call.getString(1));
      }
    }
  }

  /** pgjdbc has no parameters by name. */
  private static void parametersByName(Connection connection, List<String> seen)
      throws SQLException {
    try (CallableStatement call = connection.prepareCall("{? = call echo(ssn => ?)}")) {
      note(seen, () -> registered(call));
      note(seen, () -> set(() -> call.setString("ssn", "x")));
      note(seen, () -> set(() -> call.setObject("ssn", "x")));
      note(seen, () -> set(() -> call.setNull("ssn", Types.VARCHAR)));
      note(seen, () -> set(() -> call.setInt("ssn", 1)));
      note(seen, () -> call.getString("ssn"));
      note(seen, () -> call.getObject("ssn"));
    }
  }

  private interface Setting {
    void set() throws SQLException;
  }

  private static String set(Setting setting) throws SQLException {
    setting.set();
    return "set";
  }

  private static String registered(CallableStatement call) throws SQLException {
    call.registerOutParameter("ssn", Types.VARCHAR);
    return "registered";
  }

  private static void batch(Connection connection, List<String> seen) throws SQLException {
    try (CallableStatement call = connection.prepareCall("CALL add(?, ?, ?)")) {
      for (int i = 1; i <= 5; i++) {
        call.setInt(1, i);
        call.setString(2, "ssn " + i);
        call.setString(3, i % 2 == 0 ? null : "note " + i);
        call.addBatch();
      }
      note(seen, () -> Arrays.toString(call.executeBatch()));
      note(seen, () -> Arrays.toString(call.executeLargeBatch()));
    }
    people(connection, seen);
  }

  private static void inoutOfProcedure(Connection connection, List<String> seen)
      throws SQLException {
    try (CallableStatement call = connection.prepareCall("CALL keep(?, ?, ?)")) {
      call.registerOutParameter(1, Types.VARCHAR);
      call.registerOutParameter(2, Types.VARCHAR);
      call.registerOutParameter(3, Types.INTEGER);
      call.setString(1, "secret");
      note(seen, call::execute);
      note(seen, () -> call.getString(1));
      note(seen, call::wasNull);
      note(seen, () -> call.getString(2));
      note(seen, call::wasNull);
      note(seen, () -> call.getInt(3));
      note(seen, call::getResultSet);
      note(seen, call::getUpdateCount);
    }
    try (CallableStatement call = connection.prepareCall("CALL keep(?, NULL, NULL)")) {
      call.setString(1, "read as a row");
      ResultSet row = call.executeQuery();
      rows(seen, row);
    }
  }

  private static void calledAgain(Connection connection, List<String> seen) throws SQLException {
    try (CallableStatement call = connection.prepareCall("{? = call echo(?)}")) {
      call.registerOutParameter(1, Types.VARCHAR);
      for (String value : Arrays.asList("one", null, "", "four", "five", "six", "seven")) {
        call.setString(2, value);
        note(seen, call::execute);
        note(seen, () -> call.getString(1));
        note(seen, call::wasNull);
      }
      call.clearParameters();
      note(seen, call::execute);
      call.registerOutParameter(1, Types.VARCHAR);
      call.setString(2, "after clearParameters");
      note(seen, call::execute);
      note(seen, () -> call.getString(1));
    }
  }

  static void resultOfFunction(Connection connection, List<String> seen) throws SQLException {
    for (String name : List.of("echo", "hidden")) {
      try (CallableStatement call = connection.prepareCall("{? = call " + name + "(?)}")) {
        call.registerOutParameter(1, Types.VARCHAR);
        call.setString(2, "secret");
        note(seen, call::executeUpdate);
        note(seen, () -> call.getString(1));
        note(seen, () -> call.getObject(1));
        note(seen, call::executeLargeUpdate);
        note(seen, call::executeQuery);
      }
    }
    try (CallableStatement call = connection.prepareCall("{? = call heavy(?)}")) {
      call.registerOutParameter(1, Types.INTEGER);
      call.setInt(2, 61);
      note(seen, call::execute);
      note(seen, () -> call.getInt(1));
      call.setLong(2, 61L);
      note(seen, call::execute);
    }
  }

  private static void plainResult(Connection connection, List<String> seen) throws SQLException {
    fill(connection);
    try (CallableStatement call = connection.prepareCall("{? = call id_of(?)}")) {
      call.registerOutParameter(1, Types.INTEGER);
      for (String ssn : List.of("ssn 2", "nobody")) {
        call.setString(2, ssn);
        note(seen, call::execute);
        note(seen, () -> call.getInt(1));
        note(seen, call::wasNull);
      }
    }
  }

  private static void outOfFunction(Connection connection, List<String> seen) throws SQLException {
    fill(connection);
    try (CallableStatement call = connection.prepareCall("{call card(?, ?, ?, ?)}")) {
      call.registerOutParameter(2, Types.VARCHAR);
      call.registerOutParameter(3, Types.VARCHAR);
      call.registerOutParameter(4, Types.INTEGER);
      for (int id : List.of(1, 2, 3, 4)) {
        call.setInt(1, id);
        note(seen, call::execute);
        for (int i = 2; i <= 3; i++) {
          int parameter = i;
          note(seen, () -> call.getString(parameter));
          note(seen, call::wasNull);
        }
        note(seen, () -> call.getInt(4));
        note(seen, call::wasNull);
      }
    }
    try (CallableStatement call = connection.prepareCall("{call card(?)}")) {
      call.setInt(1, 1);
      rows(seen, call.executeQuery());
    }
  }

  private static void inoutOfFunction(Connection connection, List<String> seen)
      throws SQLException {
    try (CallableStatement call = connection.prepareCall("{call swap(?, ?)}")) {
      call.registerOutParameter(1, Types.VARCHAR);
      call.registerOutParameter(2, Types.VARCHAR);
      call.setString(1, "a");
      call.setString(2, "b");
      note(seen, call::execute);
      note(seen, () -> call.getString(1));
      note(seen, () -> call.getString(2));
    }
  }

  private static void constants(Connection connection, List<String> seen) throws SQLException {
    try (CallableStatement call = connection.prepareCall("{call add(7, 'secret', E'a\\tnote')}")) {
      note(seen, call::execute);
    }
    try (CallableStatement call = connection.prepareCall("CALL add(8, 'secret', $$dollars$$)")) {
      note(seen, call::execute);
    }
    try (CallableStatement call = connection.prepareCall("{? = call echo(echo('nested'))}")) {
      call.registerOutParameter(1, Types.VARCHAR);
      note(seen, call::execute);
      note(seen, () -> call.getString(1));
    }
    people(connection, seen);
  }

  private static void sets(Connection connection, List<String> seen) throws SQLException {
    fill(connection);
    for (String text :
        List.of("{call everybody()}", "{call cards(2)}", "SELECT * FROM cards(1) c")) {
      try (CallableStatement call = connection.prepareCall(text)) {
        note(seen, call::execute);
        rows(seen, call.getResultSet());
        rows(seen, call.executeQuery());
      }
    }
    try (CallableStatement call = connection.prepareCall("{? = call everybody()}")) {
      call.registerOutParameter(1, Types.VARCHAR);
      note(seen, call::execute);
      note(seen, () -> call.getString(1));
    }
    try (Statement delete = connection.createStatement()) {
      delete.execute("DELETE FROM person");
    }
    try (CallableStatement call = connection.prepareCall("{? = call everybody()}")) {
      call.registerOutParameter(1, Types.VARCHAR);
      note(seen, call::execute);
      note(seen, () -> call.getString(1));
    }
  }

  private static void array(Connection connection, List<String> seen) throws SQLException {
    try (CallableStatement call = connection.prepareCall("{? = call tags(?)}")) {
      call.registerOutParameter(1, Types.ARRAY);
      call.setString(2, "a, b");
      note(seen, call::execute);
      note(seen, () -> call.getArray(1));
      note(seen, () -> Arrays.toString((Object[]) call.getArray(1).getArray()));
      note(seen, () -> call.getString(1));
    }
  }

  private static void cursor(Connection connection, List<String> seen) throws SQLException {
    fill(connection);
    connection.setAutoCommit(false);
    for (int type : List.of(Types.OTHER, Types.REF_CURSOR)) {
      try (CallableStatement call = connection.prepareCall("{? = call cursor_of(?)}")) {
        call.registerOutParameter(1, type);
        call.setInt(2, 2);
        note(seen, call::execute);
        try (ResultSet rows = (ResultSet) call.getObject(1)) {
          while (rows.next()) {
            note(seen, () -> rows.getString("ssn"));
          }
        }
        note(seen, () -> call.getObject(1, ResultSet.class).next());
      }
    }
    connection.rollback();
    connection.setAutoCommit(true);
  }

  private static void exceptionOfRoutine(Connection connection, List<String> seen)
      throws SQLException {
    try (CallableStatement call = connection.prepareCall("{? = call broken(?)}")) {
      call.registerOutParameter(1, Types.VARCHAR);
      call.setString(2, "secret");
      note(seen, call::execute);
      note(seen, () -> call.getString(1));
      note(seen, call::wasNull);
    }
  }

  private static void wrongParameters(Connection connection, List<String> seen)
      throws SQLException {
    try (CallableStatement call = connection.prepareCall("{? = call echo(?)}")) {
      call.setString(2, "secret");
      note(seen, call::execute); // nothing is registered
      call.registerOutParameter(1, Types.INTEGER);
      note(seen, call::execute); // another type
      note(seen, () -> call.getInt(1));
      call.registerOutParameter(1, Types.VARCHAR);
      note(seen, call::execute);
      note(seen, () -> call.getString(1));
      note(seen, () -> call.getString(0));
      note(seen, () -> call.getString(2));
      note(seen, () -> call.getString(9));
      note(seen, () -> called(() -> call.registerOutParameter(9, Types.VARCHAR)));
      note(seen, () -> called(() -> call.setString(9, "x")));
      note(seen, () -> called(() -> call.registerOutParameter("ssn", Types.VARCHAR)));
      note(seen, () -> called(() -> call.setString("ssn", "x")));
    }
    try (CallableStatement call = connection.prepareCall("{? = call echo(?)}")) {
      call.registerOutParameter(1, Types.VARCHAR);
      note(seen, call::execute); // the argument is missing
    }
    try (CallableStatement call = connection.prepareCall("{call swap(?, ?)}")) {
      call.registerOutParameter(1, Types.VARCHAR);
      call.setString(1, "a");
      call.setString(2, "b");
      note(seen, call::execute); // two come back, one is registered
    }
  }

  /** Something that gives nothing. */
  private interface Action {
    void run() throws SQLException;
  }

  private static String called(Action action) throws SQLException {
    action.run();
    return "done";
  }

  private static void gettersOutOfPlace(Connection connection, List<String> seen)
      throws SQLException {
    CallableStatement call = connection.prepareCall("{? = call echo(?)}");
    note(seen, () -> call.getString(1));
    note(seen, call::wasNull);
    call.registerOutParameter(1, Types.VARCHAR);
    note(seen, () -> call.getString(1));
    note(seen, call::wasNull);
    call.setString(2, "secret");
    note(seen, call::execute);
    note(seen, call::wasNull);
    note(seen, () -> call.getString(1));
    note(seen, () -> call.getInt(1));
    call.close();
    note(seen, call::isClosed);
    note(seen, call::execute);
    note(seen, () -> called(() -> call.setString(2, "x")));
    note(seen, () -> called(() -> call.registerOutParameter(1, Types.VARCHAR)));
  }

  private static void otherStatements(Connection connection, List<String> seen)
      throws SQLException {
    try (CallableStatement call =
        connection.prepareCall("INSERT INTO person (id, ssn) VALUES (?, ?)")) {
      call.setInt(1, 1);
      call.setString(2, "inserted");
      note(seen, call::executeUpdate);
      note(seen, () -> called(() -> call.registerOutParameter(1, Types.VARCHAR)));
      note(seen, () -> call.getString(1));
    }
    try (CallableStatement call =
        connection.prepareCall(
            "SELECT ssn FROM person WHERE ssn = ?",
            ResultSet.TYPE_SCROLL_INSENSITIVE,
            ResultSet.CONCUR_READ_ONLY)) {
      call.setString(1, "inserted");
      ResultSet found = call.executeQuery();
      note(seen, found::last);
      note(seen, () -> found.getString(1));
      note(seen, found::getType);
    }
    try (CallableStatement call = connection.prepareCall("{call wipe()}")) {
      note(seen, call::execute);
    }
    people(connection, seen);
  }

  private static void metaData(Connection connection, List<String> seen) throws SQLException {
    for (String text : List.of("{call echo(?)}", "CALL add(?, ?, ?)", "{call cards(?)}")) {
      try (CallableStatement call = connection.prepareCall(text)) {
        note(
            seen,
            () -> {
              ParameterMetaData data = call.getParameterMetaData();
              StringBuilder all = new StringBuilder();
              for (int i = 1; i <= data.getParameterCount(); i++) {
                all.append(data.getParameterTypeName(i)).append(' ');
              }
              return all.toString();
            });
        note(
            seen,
            () -> {
              ResultSetMetaData data = call.getMetaData();
              return data == null
                  ? "none"
                  : data.getColumnCount() + data.getColumnLabel(1) + data.getColumnTypeName(1);
            });
      }
    }
  }

  private static void transaction(Connection connection, List<String> seen) throws SQLException {
    connection.setAutoCommit(false);
    try (CallableStatement call = connection.prepareCall("CALL add(?, ?, ?)")) {
      call.setInt(1, 1);
      call.setString(2, "undone");
      call.setNull(3, Types.VARCHAR);
      note(seen, call::execute);
    }
    people(connection, seen);
    connection.rollback();
    people(connection, seen);
    connection.rollback();
    connection.setAutoCommit(true);
  }

  private static void spelling(Connection connection, List<String> seen) throws SQLException {
    for (String text :
        List.of(
            "{?=call echo(?)}",
            "  { ? = CALL echo ( ? ) }  ",
            "{? = call echo(/* ? */ ?)}",
            "{? = call echo(?",
            "{? = call}",
            "{? = call no_such_function(?)}")) {
      note(
          seen,
          () -> {
            try (CallableStatement call = connection.prepareCall(text)) {
              call.registerOutParameter(1, Types.VARCHAR);
              call.setString(2, "secret");
              call.execute();
              return call.getString(1);
            }
          });
    }
  }

  static void escapes(Connection connection, List<String> seen) throws SQLException {
    note(
        seen,
        () -> {
          try (CallableStatement call = connection.prepareCall("{call add(?, ?, ?)}")) {
            call.setInt(1, 1);
            call.setString(2, "one");
            call.setString(3, null);
            return call.execute();
          }
        });
    note(
        seen,
        () -> {
          try (CallableStatement call = connection.prepareCall("{call keep(?, ?, ?)}")) {
            call.registerOutParameter(1, Types.VARCHAR);
            call.registerOutParameter(2, Types.VARCHAR);
            call.registerOutParameter(3, Types.INTEGER);
            call.setString(1, "kept");
            call.execute();
            return call.getString(1) + call.getString(2) + call.getInt(3);
          }
        });
    people(connection, seen);
  }
}
