package io.github.cofferjdbc.keys.spi;

import io.github.cofferjdbc.error.CofferState;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * How a key service or key store fails, and so whether keys that are in memory may serve on.
 *
 * <p>An <i>outage</i> ({@link #OUTAGE}, {@link #GONE}) means that there was no answer: keys serve
 * for {@code coffer.outageGrace}. Everything else is a <i>denial</i>: the keys are dropped at once.
 * In doubt it is a denial. Messages name the key and the remedy, and hold no secret. Immutable and
 * thread safe.
 */
public enum KeyFailure {
  /** No answer: unreachable, throttled, internal error, device removed. KE005. */
  OUTAGE(CofferState.KEY_SERVICE_UNREACHABLE),
  /**
   * Something that the settings name is not there: a file, a library, a token. For a first use this
   * is bad configuration, KE009; for keys in memory an outage.
   */
  GONE(CofferState.BAD_CONFIGURATION),
  /** The service, or the holder of a password or PIN, refused. KE008. */
  DENIED(CofferState.KEY_SERVICE_DENIED),
  /** Corrupt, rolled back, of a newer format, or of another master key. KE006. */
  UNUSABLE(CofferState.NOT_TRUSTWORTHY),
  /** A database id or key id is unknown, or its key was destroyed. KE002. */
  MISSING(CofferState.KEY_MISSING),
  /** A setting is malformed, missing, contradictory, or needs a class that is not there. KE009. */
  MISCONFIGURED(CofferState.BAD_CONFIGURATION);

  private final CofferState state;

  KeyFailure(CofferState state) {
    this.state = state;
  }

  /**
   * Returns what it means that a file which the settings name cannot be read or written: {@link
   * #GONE} if it is not there or there is no right to it, else {@link #OUTAGE}, and so for null.
   */
  public static KeyFailure of(@Nullable IOException failure) {
    return failure instanceof FileSystemException ? GONE : OUTAGE;
  }

  /** Returns a new exception of this kind. */
  public SQLException exception(String message) {
    return exception(message, null);
  }

  /** Returns a new exception of this kind; a null cause means that there is none. */
  public SQLException exception(String message, @Nullable Throwable cause) {
    return this == GONE
        ? new GoneException(message, state.sqlState(), cause)
        : state.exception(message, cause);
  }

  /**
   * Returns a new exception like this one, with it as the cause: for another thread that waited for
   * the same answer.
   */
  public static SQLException again(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof GoneException) {
      return GONE.exception(message, failure);
    }
    for (CofferState state : CofferState.values()) {
      if (state.matches(failure)) {
        return state.exception(message, failure);
      }
    }
    return new SQLException(message, failure.getSQLState(), failure);
  }

  /** Tells whether the exception means that there was no answer. */
  public static boolean outage(SQLException exception) {
    return exception instanceof GoneException
        || CofferState.KEY_SERVICE_UNREACHABLE.matches(exception);
  }

  private static final class GoneException extends SQLException {
    private static final long serialVersionUID = 1;

    GoneException(String message, String sqlState, @Nullable Throwable cause) {
      super(message, sqlState, cause);
    }
  }
}
