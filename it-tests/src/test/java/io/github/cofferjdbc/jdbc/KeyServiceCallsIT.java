package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.testing.KmsFault;
import io.github.cofferjdbc.testing.KmsKey;
import io.github.cofferjdbc.testing.KmsRequest;
import io.github.cofferjdbc.testing.KmsServer;
import io.github.cofferjdbc.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often the key service is asked, and what a statement says when it does not answer. */
class KeyServiceCallsIT {

  private static final int CONNECTIONS = 200;

  private KmsServer kms;
  private ProtectedDatabase database;

  @BeforeEach
  void open() throws Exception {
    kms = KmsServer.start();
    KmsKey key = kms.createKey();
    database =
        ProtectedDatabase.with(
            "CREATE TABLE patient (id int, ssn encrypted.text_eq, note encrypted.text_random)",
            Map.of(
                Setting.MASTER_KEY.key(),
                "aws-kms:" + key.arn(),
                Setting.KMS_ENDPOINT.key(),
                kms.endpoint()));
    KeyAccess.shared().clear();
    kms.forgetRequests();
  }

  @AfterEach
  void close() throws Exception {
    database.close();
    kms.close();
  }

  @Test
  void asksTheKeyServiceOnceForTwoHundredConnections() throws Exception {
    List<Connection> connections = new ArrayList<>();
    ExecutorService executor = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      CountDownLatch ready = new CountDownLatch(CONNECTIONS);
      List<Future<Connection>> futures = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        int id = i;
        futures.add(
            executor.submit(
                () -> {
                  Connection connection = database.coffer();
                  ready.countDown();
                  ready.await();
                  insertAndRead(connection, id);
                  return connection;
                }));
      }
      for (Future<Connection> future : futures) {
        connections.add(future.get());
      }
      assertThat(kms.requests("Decrypt")).hasSize(1);

      for (int i = 0; i < 50; i++) {
        insertAndRead(connections.get(i), CONNECTIONS + i);
      }
      assertThat(kms.requests()).hasSize(1);
    } finally {
      executor.shutdownNow();
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  @Test
  void makesOneKeyServiceCallAndOneCatalogQueryForTheFirstProtectedStatement() throws Exception {
    try (Connection connection = database.coffer()) {
      assertThat(kms.requests()).isEmpty();
      int before = TestPostgres.shared().logLength();
      insertAndRead(connection, 1);
      assertThat(kms.requests()).extracting(KmsRequest::operation).containsExactly("Decrypt");
      assertThat(executed(TestPostgres.shared().logSince(before)))
          .satisfiesExactly(
              catalog -> assertThat(catalog).doesNotContain("patient"),
              insert -> assertThat(insert).contains("INSERT INTO public.patient"),
              select -> assertThat(select).contains("SELECT ssn, note FROM public.patient"));
    }
  }

  /** Returns what was executed in this database, each with its first line. */
  private List<String> executed(String log) {
    return log.lines()
        .filter(line -> line.contains(" " + database.database().name() + " "))
        .filter(line -> line.contains("LOG:  execute ") || line.contains("LOG:  statement: "))
        .toList();
  }

  private static void insertAndRead(Connection connection, int id) throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO patient VALUES (?, ?, 'note')");
        PreparedStatement select =
            connection.prepareStatement("SELECT ssn, note FROM patient WHERE ssn = ?")) {
      insert.setInt(1, id);
      insert.setString(2, "s" + id);
      insert.executeUpdate();
      select.setString(1, "s" + id);
      try (ResultSet rows = select.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("s" + id);
        assertThat(rows.getString(2)).isEqualTo("note");
      }
    }
  }

  @Test
  void needsNoKeyToConnectAndStaysUsableWhenTheServiceDoesNotAnswer() throws Exception {
    kms.failAlways(KmsFault.keyUnavailable());
    try (Connection connection = database.coffer();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO patient (ssn) VALUES (?)");
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
      statement.execute("SELECT count(*) FROM patient WHERE ssn IS NULL");
      insert.setString(1, "s");
      assertThatThrownBy(insert::executeUpdate)
          .isInstanceOfSatisfying(
              SQLTransientException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE005"));
      assertThatThrownBy(() -> statement.execute("SELECT ssn FROM patient"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE005"));
      kms.heal();
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
  }
}
