package io.github.cofferjdbc.error;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * The SQLStates of Coffer's own errors, class {@code KE}; the one place that turns a state into an
 * exception.
 *
 * <p>Messages name the column, the key id and the remedy. They never hold a value, a key, or SQL
 * with literals. Immutable and thread safe.
 */
public enum CofferState {
  /** A stored value failed authentication, or is not of the type that the plan expects. */
  VALUE_NOT_AUTHENTIC("KE001"),
  /** A database id or key id is unknown to the key store, or its key was destroyed. */
  KEY_MISSING("KE002"),
  /** A construct on a protected column is refused; nothing was sent. */
  CONSTRUCT_REFUSED("KE003"),
  /** A stored value has an unknown or malformed format. */
  FORMAT_UNKNOWN("KE004"),
  /** The key service or key store cannot be reached at the moment. */
  KEY_SERVICE_UNREACHABLE("KE005"),
  /** The catalog, key store or policy is unusable or was tampered with. */
  NOT_TRUSTWORTHY("KE006"),
  /** A JDBC method is not supported on a protected column. */
  METHOD_NOT_SUPPORTED("KE007"),
  /** The key service, or the holder of a password or PIN, refused. */
  KEY_SERVICE_DENIED("KE008"),
  /** A setting is missing, malformed or contradicts another. */
  BAD_CONFIGURATION("KE009");

  private final String sqlState;

  CofferState(String sqlState) {
    this.sqlState = sqlState;
  }

  /** Returns the five characters of the SQLState. */
  public String sqlState() {
    return sqlState;
  }

  /** Returns a new exception of this state. */
  public SQLException exception(String message) {
    return exception(message, null);
  }

  /** Returns a new exception of this state; a null cause means that there is none. */
  public SQLException exception(String message, @Nullable Throwable cause) {
    return switch (this) {
      case CONSTRUCT_REFUSED -> {
        SQLException refused = new SQLFeatureNotSupportedException(message, sqlState);
        if (cause != null) {
          refused.initCause(cause);
        }
        yield refused;
      }
      case KEY_SERVICE_UNREACHABLE -> new SQLTransientException(message, sqlState, cause);
      case VALUE_NOT_AUTHENTIC,
          KEY_MISSING,
          FORMAT_UNKNOWN,
          NOT_TRUSTWORTHY,
          METHOD_NOT_SUPPORTED,
          KEY_SERVICE_DENIED,
          BAD_CONFIGURATION ->
          new SQLException(message, sqlState, cause);
    };
  }

  /** Tells whether the exception carries this state. */
  public boolean matches(SQLException exception) {
    return sqlState.equals(exception.getSQLState());
  }
}
