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
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A server from binaries that Maven copied to {@code target/postgres}; it runs as root too. It
 * listens on the loopback alone and wants a password over TCP, as a real one does.
 */
final class EmbeddedServer implements AutoCloseable {

  /** The data directory, in the folder of the server. */
  static final String DATA = "data";

  private static final String LOG = "server.log";
  private static final String PASSWORD = "postgres";

  private final EmbeddedPostgres server;
  private final Path folder;
  private final TestPostgres postgres;

  private EmbeddedServer(EmbeddedPostgres server, Path folder, String version) {
    this.server = server;
    this.folder = folder;
    this.postgres =
        new TestPostgres(
            "embedded PostgreSQL " + version + " on port " + server.getPort(),
            new TestDatabase(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
                "postgres",
                PASSWORD,
                "postgres"),
            TestPostgres.logFile(folder.resolve(LOG)),
            folder.resolve(DATA));
  }

  /** Starts the shared server, which is stopped at exit. */
  static TestPostgres start() {
    String version = TestPostgres.wantedVersion();
    if (!Files.isRegularFile(binaries(version))) {
      throw new IllegalStateException(
          "There is no PostgreSQL "
              + version
              + " to test with: set "
              + TestPostgres.URL_NAME
              + ", start Docker, or run mvn generate-test-resources, which makes "
              + binaries(version));
    }
    EmbeddedServer server = start(version, newFolder());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    return server.postgres;
  }

  /** Returns a folder for a server, whose data directory is to be {@value #DATA} in it. */
  static Path newFolder() {
    try {
      return Files.createTempDirectory("coffer-postgres");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the jar of the binaries of this major version, which need not be there. */
  static Path binaries(String version) {
    return Path.of(System.getProperty("coffer.test.postgresBinaries", "target/postgres"))
        .resolve("postgres-" + version + ".jar");
  }

  /** Starts a server in a folder: on the data directory that is there, else on a new one. */
  static EmbeddedServer start(String version, Path folder) {
    Path data = folder.resolve(DATA);
    Path log = folder.resolve(LOG);
    try {
      if (Files.exists(data)) {
        // Whoever starts it logs in without a password, until there is one.
        Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
      }
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setPgBinaryResolver(new JarBinaries(binaries(version)))
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
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
      requirePassword(server, data);
      return new EmbeddedServer(server, folder, version);
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL " + version + " does not start", e);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL " + version + " does not answer", e);
    }
  }

  TestPostgres postgres() {
    return postgres;
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

  /** Stops it, and removes its folder. */
  @Override
  public void close() {
    try {
      server.close();
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
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
