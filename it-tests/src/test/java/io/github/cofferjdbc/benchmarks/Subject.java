package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * One that is measured: a driver with the tables that it reads and writes. Used by one thread.
 *
 * <p>{@code CONTROL} is plain pgjdbc, and {@code PLAIN} once more: how far they differ is the
 * noise. {@code BYTES} is plain pgjdbc with the very ciphertexts, which it neither makes nor opens:
 * what the bytes and the domains' checks cost. {@code BINARY_BYTES} also asks for binary transfer
 * from the first row on, as Coffer does; the control does not. {@code CIPHERS} opens and seals
 * besides, with {@link BareCiphers}: what the ciphers and the bytes cost without Coffer.
 */
enum Subject {
  COFFER("coffer", "person"),
  CONTROL("control", "control_person"),
  PLAIN("plain", "plain_person"),
  BYTES("bytes", "bytes_person"),
  BINARY_BYTES("binary-bytes", "bytes_person"),
  CIPHERS("ciphers", "ciphers_person");

  /** How many rows there are whose values have a data key each; a process keeps 4,096. */
  static final int MOST_COLD_ROWS = 20_000;

  private static final String COLD_TABLE = "cold_person";

  private final String label;
  private final String table;

  Subject(String label, String table) {
    this.label = label;
    this.table = table;
  }

  /** Returns the statements that make all tables. */
  static String ddl() {
    StringBuilder ddl = new StringBuilder();
    for (Subject subject : values()) {
      if (subject != BINARY_BYTES) {
        boolean clear = subject == PLAIN || subject == CONTROL;
        ddl.append(table(subject.table, clear)).append(table(subject.writtenTable(), clear));
        ddl.append("CREATE INDEX ON ").append(subject.table).append(" (number);\n");
      }
    }
    return ddl.append(table(COLD_TABLE, false))
        .append("CREATE TABLE town (id bigint PRIMARY KEY, name text);\n")
        .toString();
  }

  private static String table(String name, boolean clear) {
    return """
    CREATE TABLE %1$s (id bigint PRIMARY KEY, mail %2$s, number %3$s, note %2$s,
      amount numeric(12,2), changed timestamptz) WITH (autovacuum_enabled = off);
    """
        .formatted(
            name, clear ? "text" : "encrypted.text_random", clear ? "text" : "encrypted.text_eq");
  }

  String label() {
    return label;
  }

  /** Returns the table that the work reads or updates. */
  String table(Work work) {
    return this == COFFER && work.cold() ? COLD_TABLE : table;
  }

  /** Returns the table that is inserted into; it is emptied before every turn. */
  String writtenTable() {
    return table + "_written";
  }

  /** Returns the URL to connect to. */
  String url(ProtectedDatabase database) {
    return this == COFFER ? database.database().cofferUrl() : database.database().jdbcUrl();
  }

  /** Returns user, password and what else the driver needs to know. */
  Properties properties(ProtectedDatabase database, boolean rewritten) {
    Properties properties = this == COFFER ? database.properties() : new Properties();
    properties.setProperty("user", database.database().user());
    properties.setProperty("password", database.database().password());
    properties.setProperty("reWriteBatchedInserts", Boolean.toString(rewritten));
    if (this == BINARY_BYTES || this == CIPHERS) {
      properties.setProperty("prepareThreshold", "-1"); // else the first rows come as hexadecimal
    }
    return properties;
  }

  /** Fills the tables that are read; {@code BYTES} copies what {@code COFFER} has stored. */
  void load(ProtectedDatabase database, People people, int rows) throws SQLException {
    switch (this) {
      case COFFER -> {
        load(database, people, table, rows, Map.of());
        load(
            database,
            people,
            COLD_TABLE,
            Math.min(rows, MOST_COLD_ROWS),
            Map.of(Setting.BLOCK_VALUES.key(), "1"));
      }
      case CONTROL, PLAIN, CIPHERS -> load(database, people, table, rows, Map.of());
      case BYTES -> {
        database
            .database()
            .execute("INSERT INTO " + table + " SELECT * FROM " + COFFER.table + " ORDER BY id");
        people.keepStored(stored(database), numbers(database, rows));
      }
      case BINARY_BYTES -> {} // it has the tables of BYTES
    }
  }

  /** Fills one table with further properties of the driver. */
  void load(
      ProtectedDatabase database, People people, String into, int rows, Map<String, String> more)
      throws SQLException {
    Properties properties = properties(database, true);
    properties.putAll(more);
    try (Connection connection = DriverManager.getConnection(url(database), properties);
        PreparedStatement insert = connection.prepareStatement(insertInto(into))) {
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

  private static byte[] numbers(ProtectedDatabase database, int rows) throws SQLException {
    byte[] numbers = new byte[rows * People.STORED_NUMBER];
    try (Connection connection = database.plain()) {
      connection.setAutoCommit(false);
      try (PreparedStatement select =
          connection.prepareStatement("SELECT number FROM person ORDER BY id")) {
        select.setFetchSize(1_000);
        ResultSet all = select.executeQuery();
        for (int at = 0; all.next(); at += People.STORED_NUMBER) {
          System.arraycopy(all.getBytes(1), 0, numbers, at, People.STORED_NUMBER);
        }
      }
    }
    return numbers;
  }

  private static List<byte[][]> stored(ProtectedDatabase database) throws SQLException {
    List<byte[][]> values = new ArrayList<>();
    try (Connection connection = database.plain();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT mail, number, note FROM person ORDER BY id LIMIT 4096");
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
    if (this == CIPHERS) {
      BareCiphers ciphers = people.ciphers();
      insert.setBytes(2, ciphers.sealRandom(people.mail(valuesOf)));
      insert.setBytes(3, ciphers.sealEquality(people.number(valuesOf)));
      insert.setBytes(4, ciphers.sealRandom(people.note(valuesOf)));
    } else if (stored()) {
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
    if (this == CIPHERS) {
      statement.setBytes(1, people.ciphers().sealEquality(people.number(id)));
    } else if (stored()) {
      statement.setBytes(1, people.storedNumber(id));
    } else {
      statement.setString(1, people.number(id));
    }
  }

  /** Binds a row's note. */
  void bindNote(PreparedStatement statement, People people, long id) throws SQLException {
    if (this == CIPHERS) {
      statement.setBytes(1, people.ciphers().sealRandom(people.note(id)));
    } else if (stored()) {
      statement.setBytes(1, people.stored(id)[2]);
    } else {
      statement.setString(1, people.note(id));
    }
  }

  /** Reads all columns of the current row and returns something that depends on all of them. */
  long read(ResultSet rows, People people) throws SQLException {
    return rows.getLong(1)
        + value(rows, 2, people)
        + value(rows, 3, people)
        + value(rows, 4, people)
        + rows.getBigDecimal(5).signum()
        + rows.getTimestamp(6).getTime();
  }

  /** Reads the columns that are not encrypted, and one that is. */
  long readOne(ResultSet rows, People people) throws SQLException {
    return rows.getLong(1)
        + value(rows, 2, people)
        + rows.getBigDecimal(5).signum()
        + rows.getTimestamp(6).getTime();
  }

  /** Tells whether it writes and reads ciphertexts as they are. */
  boolean stored() {
    return this == BYTES || this == BINARY_BYTES;
  }

  /** Tells whether it can do the work. */
  boolean does(Work work) {
    return this != CIPHERS || work.opensOrSeals();
  }

  private int value(ResultSet rows, int column, People people) throws SQLException {
    if (this == CIPHERS) {
      byte[] bytes = rows.getBytes(column);
      BareCiphers ciphers = people.ciphers();
      return (column == 3 ? ciphers.openEquality(bytes) : ciphers.openRandom(bytes)).length();
    }
    return stored() ? rows.getBytes(column).length : rows.getString(column).length();
  }
}
