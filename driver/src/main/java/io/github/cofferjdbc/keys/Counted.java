package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.observe.KeyMetrics;
import java.sql.SQLException;

/** Counts the calls to a master key, and turns a provider's own bugs into refusals; no state. */
final class Counted {

  /** A call to a master key. */
  interface Call<T> {
    T call() throws SQLException;
  }

  private Counted() {}

  static <T> T call(KeyMetrics metrics, Call<T> call) throws SQLException {
    metrics.masterKeyCalls.increment();
    boolean done = false;
    try {
      T result = call.call();
      done = true;
      return result;
    } catch (LinkageError e) {
      throw KeyFailure.MISCONFIGURED.exception(
          "A class that the provider of the master key needs is not on the class path: "
              + e.getMessage(),
          e);
    } finally {
      if (!done) {
        metrics.masterKeyFailures.increment();
      }
    }
  }
}
