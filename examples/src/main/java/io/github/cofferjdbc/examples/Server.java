package io.github.cofferjdbc.examples;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server of the demo: one that it starts and stops itself, or the user's own.
 *
 * @param url {@code jdbc:postgresql://…}
 * @param credentials user and password for it
 * @param started the server that the demo started, or null
 */
record Server(String url, Properties credentials, @Nullable EmbeddedPostgres started)
    implements AutoCloseable {

  /** Starts an embedded PostgreSQL on a free port of the loopback address. */
  static Server start() throws IOException {
    EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
    return new Server(
        "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
        credentials("postgres", null),
        postgres);
  }

  /** Uses the server behind the URL; a null user or password is left to the URL. */
  static Server at(String url, @Nullable String user, @Nullable String password) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException("--url takes a URL that begins with jdbc:postgresql:");
    }
    return new Server(url, credentials(user, password), null);
  }

  private static Properties credentials(@Nullable String user, @Nullable String password) {
    Properties credentials = new Properties();
    if (user != null) {
      credentials.setProperty("user", user);
    }
    if (password != null) {
      credentials.setProperty("password", password);
    }
    return credentials;
  }

  /** Connects past Coffer, with rewritten batches as any bulk load would. */
  Connection plain() throws SQLException {
    return connect(url, new Properties());
  }

  /** Connects through Coffer with these settings. */
  Connection coffer(Properties settings) throws SQLException {
    return connect("jdbc:coffer:" + url.substring("jdbc:".length()), settings);
  }

  private Connection connect(String connectUrl, Properties more) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(credentials);
    properties.putAll(more);
    properties.setProperty("reWriteBatchedInserts", "true");
    return DriverManager.getConnection(connectUrl, properties);
  }

  @Override
  public void close() throws IOException {
    if (started != null) {
      started.close();
    }
  }
}
