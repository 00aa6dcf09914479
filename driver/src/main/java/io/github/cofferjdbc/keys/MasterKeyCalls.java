package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.keys.spi.GeneratedKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.ClusterRecord.MasterKeyName;
import io.github.cofferjdbc.observe.KeyMetrics;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls to one master key: counts and records them, and turns a provider's own bugs into
 * refusals. Thread safe.
 *
 * @param metrics counts
 * @param audit records
 * @param key which master key
 */
record MasterKeyCalls(KeyMetrics metrics, KeyAudit audit, MasterKeyName key) {

  static final String GENERATE = "GenerateDataKey";
  static final String DECRYPT = "Decrypt";
  static final String ENCRYPT = "Encrypt";
  static final String RE_ENCRYPT = "ReEncrypt";

  /** A call to a master key. */
  interface Call<T> {
    T call() throws SQLException;
  }

  /** Makes a call that always has an answer; an answer that cannot be recorded is wiped. */
  <T> T call(String operation, Call<T> call) throws SQLException {
    metrics.masterKeyCalls.increment();
    boolean done = false;
    T result = null;
    try {
      result = answer(operation, call);
      if (!(result instanceof Optional<?> optional && optional.isEmpty())) { // none was made
        audit.called(key, operation);
      }
      done = true;
      return result;
    } finally {
      if (!done) {
        metrics.masterKeyFailures.increment();
        wipe(result);
      }
    }
  }

  private <T> T answer(String operation, Call<T> call) throws SQLException {
    try {
      return call.call();
    } catch (LinkageError e) {
      throw KeyFailure.MISCONFIGURED.exception(
          "A class that the provider of the master key needs is not on the class path: "
              + e.getMessage(),
          e);
    } catch (SQLException | RuntimeException e) {
      audit.callFailed(key, operation, e);
      throw e;
    }
  }

  private static void wipe(@Nullable Object result) {
    if (result instanceof byte[] bytes) {
      Arrays.fill(bytes, (byte) 0);
    } else if (result instanceof GeneratedKey generated) {
      Arrays.fill(generated.plaintext(), (byte) 0);
    }
  }
}
