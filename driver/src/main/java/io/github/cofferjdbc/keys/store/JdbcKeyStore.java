package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A key store in PostgreSQL ({@code jdbc:postgresql://…}), on another server than the data: one row
 * a cluster in {@code coffer_keystore.cluster}.
 *
 * <p>Each call opens a connection of its own and closes it, since a store is read about once an
 * hour. A change is one transaction, which sets the row if it still has the revision expected and
 * waits for the disk, whatever the server's default is. A reader needs USAGE on the schema and
 * SELECT on the table. Thread safe, also between processes.
 */
final class JdbcKeyStore implements KeyStore {

  /** Two processes that make the schema at once would fail on each other otherwise. */
  private static final long SCHEMA_LOCK = 0xC0FFE2_5704E1L;

  private static final String UNDEFINED_SCHEMA = "3F000";
  private static final String UNDEFINED_TABLE = "42P01";
  private static final String UNDEFINED_OBJECT = "42704";

  private final JdbcStoreLocation location;

  JdbcKeyStore(JdbcStoreLocation location) {
    this.location = location;
  }

  static JdbcKeyStore of(Settings settings) throws SQLException {
    return new JdbcKeyStore(JdbcStoreLocation.of(settings));
  }

  /** What is done with a connection. */
  private interface Use<T> {
    T with(Connection connection) throws SQLException;
  }

  @Override
  public String place() {
    return location.place();
  }

  @Override
  public List<String> clusters() throws SQLException {
    return orIfNothingThere(
        List.of(),
        connection -> {
          List<String> arns = new ArrayList<>();
          try (Statement statement = connection.createStatement();
              ResultSet rows =
                  statement.executeQuery(
                      "SELECT arn FROM coffer_keystore.cluster ORDER BY arn COLLATE \"C\"")) {
            while (rows.next()) {
              arns.add(rows.getString(1));
            }
          }
          return List.copyOf(arns);
        });
  }

  @Override
  public Optional<StoredRecord> load(String clusterArn) throws SQLException {
    return orIfNothingThere(
        Optional.empty(),
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT revision, record FROM coffer_keystore.cluster WHERE arn = ?")) {
            statement.setString(1, clusterArn);
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? Optional.of(record(row)) : Optional.empty();
            }
          }
        });
  }

  private StoredRecord record(ResultSet row) throws SQLException {
    long revision = row.getLong(1);
    String text = row.getString(2);
    if (revision < 1 || text == null) {
      throw KeyFailure.UNUSABLE.exception("The key store " + place() + " holds a broken record.");
    }
    return new StoredRecord(revision, text);
  }

  @Override
  public boolean compareAndSet(String clusterArn, long expectedRevision, StoredRecord record)
      throws SQLException {
    if (record.revision() != expectedRevision + 1) {
      throw new IllegalArgumentException("a change makes the next revision");
    }
    return orIfNothingThere(
        false,
        connection -> {
          begin(connection);
          if (expectedRevision == 0) {
            makeSchema(connection);
          }
          int changed =
              expectedRevision == 0
                  ? insert(connection, clusterArn, record)
                  : update(connection, clusterArn, expectedRevision, record);
          connection.commit();
          return changed == 1;
        });
  }

  /**
   * Lets a role read the store; makes the schema if there is none yet.
   *
   * @throws SQLException KE009 if there is no such role
   */
  @Override
  public void grantRead(String role) throws SQLException {
    String quoted = '"' + role.replace("\"", "\"\"") + '"';
    try {
      use(
          connection -> {
            begin(connection);
            makeSchema(connection);
            execute(connection, "GRANT USAGE ON SCHEMA coffer_keystore TO " + quoted);
            execute(connection, "GRANT SELECT ON coffer_keystore.cluster TO " + quoted);
            connection.commit();
            return true;
          });
    } catch (SQLException e) {
      if (e.getCause() instanceof SQLException cause
          && UNDEFINED_OBJECT.equals(cause.getSQLState())) {
        throw KeyFailure.MISCONFIGURED.exception(
            "There is no role " + role + " on the server of the key store " + place() + ".", cause);
      }
      throw e;
    }
  }

  /** Tells whether this store is on the server whose data it protects. */
  @Override
  public boolean onServerOf(String dataUrl) {
    return location.namesServerOf(dataUrl);
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return place();
  }

  private static int insert(Connection connection, String arn, StoredRecord record)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO coffer_keystore.cluster (arn, revision, record) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING")) {
      statement.setString(1, arn);
      statement.setLong(2, record.revision());
      statement.setString(3, record.text());
      return statement.executeUpdate();
    }
  }

  private static int update(
      Connection connection, String arn, long expectedRevision, StoredRecord record)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE coffer_keystore.cluster SET revision = ?, record = ?, changed = pg_catalog.now()"
                + " WHERE arn = ? AND revision = ?")) {
      statement.setLong(1, record.revision());
      statement.setString(2, record.text());
      statement.setString(3, arn);
      statement.setLong(4, expectedRevision);
      return statement.executeUpdate();
    }
  }

  private static void begin(Connection connection) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connection.setAutoCommit(false);
    execute(connection, "SET LOCAL synchronous_commit = on");
  }

  private static void makeSchema(Connection connection) throws SQLException {
    if (exists(connection)) {
      return; // CREATE … IF NOT EXISTS wants the right to create also where there is nothing to do
    }
    execute(connection, "SELECT pg_catalog.pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
    execute(connection, "CREATE SCHEMA IF NOT EXISTS coffer_keystore");
    execute(
        connection,
        "CREATE TABLE IF NOT EXISTS coffer_keystore.cluster ("
            + "arn text PRIMARY KEY, "
            + "revision bigint NOT NULL CHECK (revision > 0), "
            + "record text NOT NULL, "
            + "changed timestamptz NOT NULL DEFAULT pg_catalog.now())");
    execute(
        connection,
        "COMMENT ON SCHEMA coffer_keystore IS"
            + " 'Wrapped keys of Coffer. Without them and the master key, encrypted data is lost.'");
  }

  private static boolean exists(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
                    + " ON n.oid = c.relnamespace"
                    + " WHERE n.nspname = 'coffer_keystore' AND c.relname = 'cluster')")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private <T> T orIfNothingThere(T ifNothingThere, Use<T> use) throws SQLException {
    return use(
        connection -> {
          try {
            return use.with(connection);
          } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())
                || UNDEFINED_SCHEMA.equals(e.getSQLState())) {
              return ifNothingThere;
            }
            throw e;
          }
        });
  }

  private <T> T use(Use<T> use) throws SQLException {
    try (Connection connection = location.connect()) {
      return use.with(connection);
    } catch (SQLException e) {
      throw e.getSQLState() != null && e.getSQLState().startsWith("KE")
          ? e
          : JdbcStoreFailures.exception(place(), e);
    }
  }
}
