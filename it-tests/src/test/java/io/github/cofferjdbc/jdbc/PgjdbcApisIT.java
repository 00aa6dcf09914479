package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.replication.ReplicationSlotInfo;

/** pgjdbc's own interfaces that pass through Coffer in a database with protected columns. */
class PgjdbcApisIT {

  private static ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            """
            CREATE TABLE patient (id int, ssn encrypted.text_eq);
            CREATE TABLE scan (id int, image oid);
            """);
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @Test
  void largeObjectsPass() throws Exception {
    byte[] image = "an image".getBytes(StandardCharsets.UTF_8);
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO patient VALUES (1, 'a')");
      LargeObjectManager api = connection.unwrap(PGConnection.class).getLargeObjectAPI();
      long oid = api.createLO(LargeObjectManager.READWRITE);
      try (LargeObject object = api.open(oid, LargeObjectManager.READWRITE)) {
        object.write(image);
      }
      statement.execute("INSERT INTO scan VALUES (1, " + oid + ")");
      connection.commit();
      try (ResultSet rows =
          statement.executeQuery("SELECT image, ssn FROM scan NATURAL JOIN patient")) {
        rows.next();
        assertThat(rows.getString(2)).isEqualTo("a");
        assertThat(rows.getBlob(1).getBytes(1, 100)).isEqualTo(image);
      }
      try (LargeObject object = api.open(oid, LargeObjectManager.READ)) {
        assertThat(object.read(object.size())).isEqualTo(image);
      }
      api.delete(oid);
      connection.commit();
    }
  }

  @Test
  void notificationsPass() throws Exception {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      statement.execute("LISTEN patient");
      statement.execute("NOTIFY patient, 'changed'");
      PGNotification[] notifications = connection.unwrap(PGConnection.class).getNotifications(5000);
      assertThat(Arrays.stream(notifications).map(PGNotification::getParameter))
          .isEqualTo(List.of("changed"));
    }
  }

  @Test
  void replicationPasses() throws SQLException {
    try (Connection connection =
        database.coffer(
            Map.of(
                "replication", "database",
                "preferQueryMode", "simple",
                "assumeMinServerVersion", "14"))) {
      ReplicationSlotInfo slot =
          connection
              .unwrap(PGConnection.class)
              .getReplicationAPI()
              .createReplicationSlot()
              .physical()
              .withSlotName("of_a_test")
              .withTemporaryOption()
              .make();
      assertThat(slot.getSlotName()).isEqualTo("of_a_test");
    }
  }
}
