package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.forward.ForwardingConnection;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection that encrypts what goes into protected columns and decrypts what comes out. */
public abstract class EncryptingConnection extends ForwardingConnection {

  /**
   * Wraps a physical connection. Needs no key. Closing the result closes the delegate.
   *
   * @param delegate a connection of the wrapped driver, for this wrapper alone
   * @param settings what the user asked for
   * @param outerUrl what {@code DatabaseMetaData.getURL} answers: the URL as the user gave it,
   *     without secrets
   * @throws SQLException KE006 if the settings require protection that the database does not have
   */
  @SuppressWarnings("DoNotCallSuggester") // only until the wrappers are built
  public static Connection wrap(Connection delegate, Settings settings, String outerUrl)
      throws SQLException {
    throw CofferState.METHOD_NOT_SUPPORTED.exception("connections are not wrapped yet");
  }
}
