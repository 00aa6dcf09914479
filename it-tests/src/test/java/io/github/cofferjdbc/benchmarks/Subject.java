package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * One that is measured: a driver with the tables that it reads and writes. Used by one thread.
 *
 * <p>{@code CONTROL} is plain pgjdbc once more: one in a rotation has colder caches than one that
 * runs between all others. {@code BYTES} is plain pgjdbc with the very ciphertexts, which it
 * neither makes nor opens: what the bytes and the domains' checks cost, and no cryptography can be
 * below.
 */
enum Subject {
  COFFER("person"),
  PLAIN("plain_person"),
  CONTROL("control_person"),
  BYTES("bytes_person");

  private final String table;

  Subject(String table) {
    this.table = table;
  }

  /** Returns the statements that make all tables. */
  static String ddl() {
    StringBuilder ddl = new StringBuilder();
    for (Subject subject : values()) {
      boolean plain = subject == PLAIN || subject == CONTROL;
      for (String table : List.of(subject.table, subject.writtenTable())) {
        ddl.append(
            """
            CREATE TABLE %1$s (id bigint PRIMARY KEY, mail %2$s, number %3$s, note %2$s,
              amount numeric(12,2), changed timestamptz) WITH (autovacuum_enabled = off);
            """
                .formatted(
                    table,
                    plain ? "text" : "encrypted.text_random",
                    plain ? "text" : "encrypted.text_eq"));
      }
      ddl.append("CREATE INDEX ON ").append(subject.table).append(" (number);\n");
    }
    return ddl.append("CREATE TABLE town (id bigint PRIMARY KEY, name text);\n").toString();
  }

  /** Returns the table that is read and updated. */
  String table() {
    return table;
  }

  /** Returns the table that is inserted into; it is emptied before every slice. */
  String writtenTable() {
    return table + "_written";
  }

  Connection connect(ProtectedDatabase database, boolean rewritten) throws SQLException {
    Properties properties = this == COFFER ? database.properties() : new Properties();
    properties.setProperty("user", database.database().user());
    properties.setProperty("password", database.database().password());
    properties.setProperty("reWriteBatchedInserts", Boolean.toString(rewritten));
    if (this == BYTES) {
      properties.setProperty("prepareThreshold", "-1"); // else the first rows come as hexadecimal
    }
    return DriverManager.getConnection(
        this == COFFER ? database.database().cofferUrl() : database.database().jdbcUrl(),
        properties);
  }

  /** Fills the table that is read; {@code BYTES} copies what {@code COFFER} has stored. */
  void load(ProtectedDatabase database, People people, int rows) throws SQLException {
    if (this == BYTES) {
      database
          .database()
          .execute("INSERT INTO " + table + " SELECT * FROM " + COFFER.table + " ORDER BY id");
      people.keepStored(stored(database));
      return;
    }
    try (Connection connection = connect(database, true);
        PreparedStatement insert = connection.prepareStatement(insertInto(table))) {
      connection.setAutoCommit(false);
      for (int id = 1; id <= rows; id++) {
        bind(insert, people, id, id);
        insert.addBatch();
        if (id % 1_000 == 0 || id == rows) {
          insert.executeBatch();
        }
      }
      connection.commit();
    }
  }

  private List<byte[][]> stored(ProtectedDatabase database) throws SQLException {
    List<byte[][]> values = new ArrayList<>();
    try (Connection connection = database.plain();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT mail, number, note FROM " + table + " ORDER BY id LIMIT 4096");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        values.add(new byte[][] {rows.getBytes(1), rows.getBytes(2), rows.getBytes(3)});
      }
    }
    return values;
  }

  static String insertInto(String table) {
    return "INSERT INTO " + table + " VALUES (?, ?, ?, ?, ?, ?)";
  }

  /** Binds a row: the values of one id under another. */
  void bind(PreparedStatement insert, People people, long id, long valuesOf) throws SQLException {
    insert.setLong(1, id);
    if (this == BYTES) {
      byte[][] values = people.stored(valuesOf);
      insert.setBytes(2, values[0]);
      insert.setBytes(3, values[1]);
      insert.setBytes(4, values[2]);
    } else {
      insert.setString(2, people.mail(valuesOf));
      insert.setString(3, people.number(valuesOf));
      insert.setString(4, people.note(valuesOf));
    }
    insert.setBigDecimal(5, people.amount(valuesOf));
    insert.setTimestamp(6, people.time(valuesOf));
  }

  /** Binds the number of a row that exists. */
  void bindNumber(PreparedStatement statement, People people, long id) throws SQLException {
    if (this == BYTES) {
      statement.setBytes(1, people.stored(id)[1]);
    } else {
      statement.setString(1, people.number(id));
    }
  }

  /** Binds a row's note. */
  void bindNote(PreparedStatement statement, People people, long id) throws SQLException {
    if (this == BYTES) {
      statement.setBytes(1, people.stored(id)[2]);
    } else {
      statement.setString(1, people.note(id));
    }
  }

  /** Reads all columns of the current row and returns something that depends on all of them. */
  long read(ResultSet rows) throws SQLException {
    return rows.getLong(1)
        + value(rows, 2)
        + value(rows, 3)
        + value(rows, 4)
        + rows.getBigDecimal(5).signum()
        + rows.getTimestamp(6).getTime();
  }

  /** Reads the columns that are not encrypted, and one that is. */
  long readOne(ResultSet rows) throws SQLException {
    return rows.getLong(1)
        + value(rows, 2)
        + rows.getBigDecimal(5).signum()
        + rows.getTimestamp(6).getTime();
  }

  private int value(ResultSet rows, int column) throws SQLException {
    return this == BYTES ? rows.getBytes(column).length : rows.getString(column).length();
  }
}
