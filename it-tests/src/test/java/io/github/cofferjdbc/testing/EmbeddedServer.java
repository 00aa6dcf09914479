package io.github.cofferjdbc.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A server from binaries that Maven copied to {@code target/postgres}; it runs as root too. It
 * listens on the loopback alone and wants a password over TCP, as a real one does.
 */
final class EmbeddedServer {

  private static final String PASSWORD = "postgres";

  private EmbeddedServer() {}

  static TestPostgres start() {
    String version = TestPostgres.wantedVersion();
    Path binaries =
        Path.of(System.getProperty("coffer.test.postgresBinaries", "target/postgres"))
            .resolve("postgres-" + version + ".jar");
    if (!Files.isRegularFile(binaries)) {
      throw new IllegalStateException(
          "There is no PostgreSQL "
              + version
              + " to test with: set "
              + TestPostgres.URL_NAME
              + ", start Docker, or run mvn generate-test-resources, which makes "
              + binaries);
    }
    try {
      Path folder = Files.createTempDirectory("coffer-postgres");
      Path data = folder.resolve("data");
      Path log = folder.resolve("server.log");
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setPgBinaryResolver(new JarBinaries(binaries))
              .setDataDirectory(data)
              .setCleanDataDirectory(true)
              .setRegisterShutdownHook(false)
              .setPGStartupWait(Duration.ofMinutes(1))
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("unix_socket_directories", "")
              .setServerConfig("log_statement", "all")
              .setServerConfig("log_line_prefix", "'" + TestPostgres.LOG_LINE_PREFIX + "'")
              .setServerConfig("lc_messages", "C")
              .setLocaleConfig("locale", "C")
              .setServerConfig("max_connections", "400")
              .setServerConfig("max_prepared_transactions", "20")
              .setOutputRedirector(Redirect.to(log.toFile()))
              .setErrorRedirector(Redirect.to(log.toFile()))
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, log)));
      requirePassword(server, data);
      return new TestPostgres(
          "embedded PostgreSQL " + version + " on port " + server.getPort(),
          new TestDatabase(
              "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
              "postgres",
              PASSWORD,
              "postgres"),
          TestPostgres.logFile(log));
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL " + version + " does not start", e);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL " + version + " does not answer", e);
    }
  }

  private static void requirePassword(EmbeddedPostgres server, Path data)
      throws SQLException, IOException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER USER postgres PASSWORD '" + PASSWORD + "'");
      Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  private static void stop(EmbeddedPostgres server, Path log) {
    try {
      server.close();
      Files.deleteIfExists(log);
      Files.deleteIfExists(log.resolveSibling("data"));
      Files.deleteIfExists(log.getParent());
    } catch (IOException e) {
      System.err.println("The tests' PostgreSQL did not stop cleanly: " + e.getMessage());
    }
  }

  /** Reads the one archive of binaries in a jar; equal jars share what was unpacked. */
  private record JarBinaries(Path jar) implements PgBinaryResolver {
    @Override
    public InputStream getPgBinary(String system, String machineHardware) throws IOException {
      String wanted =
          String.format(
                  Locale.ROOT,
                  "postgres-%s-%s.txz",
                  system.toLowerCase(Locale.ROOT),
                  machineHardware)
              .replace("amd64", "x86_64");
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        ZipEntry entry = zip.getEntry(wanted);
        if (entry == null) {
          throw new IOException(
              jar + " has no " + wanted + ": use Docker or " + TestPostgres.URL_NAME);
        }
        try (InputStream in = zip.getInputStream(entry)) {
          return new ByteArrayInputStream(in.readAllBytes());
        }
      }
    }
  }
}
