package io.github.cofferjdbc.benchmarks.parts;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.keys.KeyAccess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A database with two protected tables, and a cipher with its keys. */
final class PartsDatabase implements AutoCloseable {

  private static final String DDL =
      """
      CREATE TABLE person (id bigint PRIMARY KEY, mail encrypted.text_random,
        number encrypted.text_eq, note encrypted.text_random, town bigint, changed timestamptz);
      CREATE TABLE visit (id bigint PRIMARY KEY, person bigint, number encrypted.text_eq,
        finding encrypted.text_random, cost numeric(12,2), at timestamptz);
      CREATE TABLE plain (id bigint PRIMARY KEY, note text);
      """;

  private final ProtectedDatabase database;

  PartsDatabase() throws SQLException {
    database = ProtectedDatabase.with(DDL);
    database
        .database()
        .execute("ALTER DATABASE " + database.database().name() + " SET log_statement = 'none'");
  }

  ProtectedDatabase database() {
    return database;
  }

  /** Returns a cipher as a connection has one. */
  FieldCipher cipher() throws SQLException {
    Settings settings = database.settings();
    try (Connection plain = database.plain();
        Statement statement = plain.createStatement();
        ResultSet rows = statement.executeQuery("SELECT encrypted.database_id()")) {
      rows.next();
      return FieldCipher.of(
          KeyAccess.shared().keysOf(settings, rows.getObject(1, UUID.class)), settings);
    }
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
