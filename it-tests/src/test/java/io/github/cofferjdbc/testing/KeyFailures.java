package io.github.cofferjdbc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks how a key service or key store failed; each method returns the message. */
public final class KeyFailures {

  private KeyFailures() {}

  /** Checks for an outage that is KE005. */
  public static String outage(ThrowingCallable call) {
    return failure(call, CofferState.KEY_SERVICE_UNREACHABLE, true);
  }

  /** Checks for KE009 that counts as an outage for keys in memory. */
  public static String gone(ThrowingCallable call) {
    return failure(call, CofferState.BAD_CONFIGURATION, true);
  }

  /** Checks for a denial that is KE008. */
  public static String denial(ThrowingCallable call) {
    return failure(call, CofferState.KEY_SERVICE_DENIED, false);
  }

  /** Checks for a denial that is KE009. */
  public static String misconfigured(ThrowingCallable call) {
    return failure(call, CofferState.BAD_CONFIGURATION, false);
  }

  /** Checks for a denial that is KE006. */
  public static String unusable(ThrowingCallable call) {
    return failure(call, CofferState.NOT_TRUSTWORTHY, false);
  }

  private static String failure(ThrowingCallable call, CofferState state, boolean outage) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(SQLException.class);
    SQLException failure = (SQLException) thrown;
    String message = String.valueOf(failure.getMessage());
    assertThat(failure.getSQLState()).as(message).isEqualTo(state.sqlState());
    assertThat(KeyFailure.outage(failure)).as(message).isEqualTo(outage);
    return message;
  }
}
