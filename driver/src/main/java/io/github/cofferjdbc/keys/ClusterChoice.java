package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Which cluster of a key store is meant: {@code coffer.cluster}, else the only one. No state. */
final class ClusterChoice {

  private ClusterChoice() {}

  /**
   * Returns the ARN, or empty if none is named and the store has none.
   *
   * @throws SQLException KE009 if none is named and there are several, or the name is malformed
   */
  static Optional<String> of(KeyStore store, Settings settings) throws SQLException {
    Optional<String> named = settings.text(Setting.CLUSTER);
    if (named.isPresent()) {
      return Optional.of(EncryptionContext.arnOf(named.get()));
    }
    List<String> clusters = store.clusters();
    if (clusters.size() > 1) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The key store "
              + store.place()
              + " has more than one cluster: "
              + String.join(", ", clusters)
              + "; choose one by coffer.cluster (--cluster).");
    }
    return clusters.stream().findFirst();
  }

  static SQLException none(KeyStore store) {
    return KeyFailure.GONE.exception(
        "The key store "
            + store.place()
            + " has no cluster; correct coffer.keyStore, or run coffer init.");
  }

  static SQLException none(KeyStore store, String cluster) {
    return KeyFailure.GONE.exception(
        "The key store "
            + store.place()
            + " has no cluster "
            + cluster
            + "; correct coffer.cluster or coffer.keyStore, or run coffer init.");
  }
}
