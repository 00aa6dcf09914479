package io.github.cofferjdbc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Assumptions;

/**
 * Another server than the shared one, of embedded binaries, for what moves between servers. It goes
 * with everything in it when it is closed; its databases need not be closed before.
 */
public final class OtherServer implements AutoCloseable {

  private final EmbeddedServer server;

  private OtherServer(EmbeddedServer server) {
    this.server = server;
  }

  /**
   * Starts an empty one of the other major version that there are binaries of: 14 beside 18, 18
   * beside any other; skips where there are none.
   */
  public static OtherServer ofOtherVersion() throws SQLException {
    String version = TestPostgres.shared().majorVersion() == 18 ? "14" : "18";
    Assumptions.assumeTrue(
        Files.isRegularFile(EmbeddedServer.binaries(version)),
        "there are no binaries of PostgreSQL " + version);
    return new OtherServer(EmbeddedServer.start(version, EmbeddedServer.newFolder()));
  }

  /**
   * Makes a base backup of the shared server, which runs on, and starts a server on it, of the same
   * binaries; skips if the shared server was not started from embedded ones.
   *
   * @throws IllegalStateException if what runs then did not recover from the backup
   */
  public static OtherServer ofBaseBackup() throws SQLException, IOException {
    TestPostgres shared = TestPostgres.shared();
    Path data =
        shared
            .data()
            .orElseGet(() -> Assumptions.abort("the data directory of the server is elsewhere"));
    Path folder = EmbeddedServer.newFolder();
    Path backup = folder.resolve(EmbeddedServer.DATA);
    BaseBackup.make(shared.admin(), data, backup);
    OtherServer other = new OtherServer(EmbeddedServer.start(TestPostgres.wantedVersion(), folder));
    try {
      requireRecovery(shared.admin(), other.server.postgres().admin(), backup);
      return other;
    } catch (SQLException | RuntimeException e) {
      other.close();
      throw e;
    }
  }

  /**
   * Checks that the server has the same binaries and the same identity, which initdb draws at
   * random, runs on the copied folder, and began where the backup's label told it to.
   */
  private static void requireRecovery(TestDatabase from, TestDatabase to, Path backup)
      throws SQLException {
    String sql =
        "SELECT version() || ' ' || system_identifier || ' ' || pg_is_in_recovery()"
            + " FROM pg_control_system()";
    require(text(from, sql).equals(text(to, sql)), "is another server than the one backed up");
    require(
        text(to, "SHOW data_directory").equals(backup.toString()), "does not run on the backup");
    require(
        Files.exists(backup.resolve("backup_label.old"))
            && !Files.exists(backup.resolve("backup_label")),
        "did not recover from the backup's label");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException("The server started on a base backup " + otherwise);
    }
  }

  private static String text(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  /** Returns a database that the backup brought. */
  public TestDatabase database(String name) {
    return server.postgres().database(name);
  }

  /** Makes an empty database. */
  public TestDatabase newDatabase() throws SQLException {
    return server.postgres().newDatabase();
  }

  public int majorVersion() throws SQLException {
    return server.postgres().majorVersion();
  }

  @Override
  public void close() {
    server.close();
  }
}
