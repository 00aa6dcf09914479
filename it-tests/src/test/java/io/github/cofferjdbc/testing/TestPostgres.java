package io.github.cofferjdbc.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The PostgreSQL server of this JVM's tests, started by the first test that asks and stopped at
 * exit. It is looked for in this order: the URL in the property or environment variable {@value
 * #URL_NAME} (with user and password as parameters), a Docker engine that answers, embedded
 * binaries. The property {@code coffer.test.postgres} gives the version of the last two: 18 (the
 * default) or 14.
 *
 * <p>A server that was started here logs every statement with its parameters, so that a test can
 * hunt for plaintext in {@link #logSince}. Thread safe.
 */
public final class TestPostgres {

  /** The property or environment variable that names a server to use instead. */
  public static final String URL_NAME = "COFFER_TEST_JDBC_URL";

  /** What {@code log_line_prefix} is set to: time, process, database. */
  static final String LOG_LINE_PREFIX = "%m [%p] %d ";

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static @Nullable TestPostgres shared;

  /** Where the server's log is read from. */
  interface Log {
    String text() throws IOException;
  }

  private final String origin;
  private final TestDatabase admin;
  private final @Nullable Log log;
  private final @Nullable Path data;

  TestPostgres(String origin, TestDatabase admin, @Nullable Log log) {
    this(origin, admin, log, null);
  }

  TestPostgres(String origin, TestDatabase admin, @Nullable Log log, @Nullable Path data) {
    this.origin = origin;
    this.admin = admin;
    this.log = log;
    this.data = data;
  }

  /** Returns the one server, and starts it if this is the first call. */
  public static synchronized TestPostgres shared() {
    if (shared == null) {
      shared = find();
    }
    return shared;
  }

  /** Returns the major version that is asked for when the tests start a server themselves. */
  static String wantedVersion() {
    return System.getProperty("coffer.test.postgres", "18");
  }

  private static TestPostgres find() {
    Optional<String> url =
        Optional.ofNullable(System.getProperty(URL_NAME))
            .or(() -> Optional.ofNullable(System.getenv(URL_NAME)))
            .filter(text -> !text.isBlank());
    TestPostgres server =
        url.map(GivenServer::open).or(DockerServer::start).orElseGet(EmbeddedServer::start);
    System.err.println("PostgreSQL of the tests: " + server.origin);
    return server;
  }

  /** Returns the data directory; empty if the server runs elsewhere. */
  Optional<Path> data() {
    return Optional.ofNullable(data);
  }

  /** Returns the database that is there from the beginning. */
  TestDatabase admin() {
    return admin;
  }

  /** Returns what kind of server it is and where, for people. */
  public String origin() {
    return origin;
  }

  /** Makes an empty database with a name that no other test uses. */
  public TestDatabase newDatabase() throws SQLException {
    return newDatabase("template0 ENCODING 'UTF8'");
  }

  /** Makes an empty database in another encoding than UTF8, with the locale C. */
  public TestDatabase newDatabaseIn(String encoding) throws SQLException {
    return newDatabase("template0 ENCODING '" + encoding + "' LC_COLLATE 'C' LC_CTYPE 'C'");
  }

  /** Makes a copy of a database to which nobody is connected. */
  public TestDatabase copyOf(TestDatabase original) throws SQLException {
    return newDatabase(original.name());
  }

  private TestDatabase newDatabase(String template) throws SQLException {
    String name =
        "coffer_"
            + ProcessHandle.current().pid()
            + "_"
            + Long.toString(System.nanoTime() & 0xFFFFFF, 36)
            + "_"
            + COUNTER.incrementAndGet();
    admin.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    return database(name);
  }

  /** Returns the database of this name on this server, whether it exists or not. */
  public TestDatabase database(String name) {
    String url = admin.jdbcUrl();
    int parameters = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
    String server = url.substring(0, url.lastIndexOf('/', parameters - 1) + 1);
    return new TestDatabase(
        server + name + url.substring(parameters), admin.user(), admin.password(), name);
  }

  void drop(TestDatabase database) throws SQLException {
    admin.execute("DROP DATABASE IF EXISTS " + database.name() + " WITH (FORCE)");
  }

  /** Returns the server's major version, such as 18. */
  public int majorVersion() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(admin.jdbcUrl(), admin.user(), admin.password());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW server_version_num")) {
      result.next();
      return result.getInt(1) / 10000;
    }
  }

  /**
   * Returns how many characters the log has now. The test is skipped if the log cannot be read,
   * that is, if the server was given by URL.
   */
  public int logLength() throws IOException {
    return logText().length();
  }

  /** Returns what the server logged after the log had this length; skips as above. */
  public String logSince(int length) throws IOException {
    String text = logText();
    return text.substring(Math.min(length, text.length()));
  }

  private String logText() throws IOException {
    Log readable = log;
    if (readable == null) {
      return Assumptions.abort("the log of a server given by " + URL_NAME + " cannot be read");
    }
    return readable.text();
  }

  static Log logFile(Path file) {
    // The log may hold bytes of any encoding; ISO 8859-1 would break a hunt for umlauts.
    return () -> new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
