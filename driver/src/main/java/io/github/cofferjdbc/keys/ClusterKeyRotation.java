package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.keys.spi.EnvelopeMasterKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.ClusterRecord.ClusterKeyEntry;
import io.github.cofferjdbc.keys.store.ClusterRecord.MasterKeyName;
import io.github.cofferjdbc.keys.store.Wrapped;
import java.sql.SQLException;

/**
 * Gives a cluster a new cluster key under the same master key, in two changes of the record: the
 * new key is stored beside the old one, read back, unwrapped by the master key and compared; then
 * the database keys and a new record key are wrapped by it. What was cut off between the two is
 * completed by the next rotation. No state.
 */
final class ClusterKeyRotation {

  private ClusterKeyRotation() {}

  static void run(OpenCluster cluster) throws SQLException {
    if (!(cluster.masterKey() instanceof EnvelopeMasterKey)) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The cluster key is the HSM's own key, so there is no key between it and the master key:"
              + " make a new key in the HSM and run coffer rotate master --to it.");
    }
    Wrapped next = stored(cluster);
    try (ClusterKey.InProcess key = unwrapped(cluster, next)) {
      ClusterKeyChange.run(
          cluster,
          key,
          newest -> {
            if (!next.equals(newest.clusterKey().next())) {
              throw KeyFailure.OUTAGE.exception(
                  "Another process has rotated the cluster key or the master key just now; look at"
                      + " coffer status, and run the command again if it is still wanted.");
            }
            return newest.masterKey();
          },
          newest -> new ClusterKeyEntry(newest.clusterKey().version() + 1, cluster.now(), next));
    }
  }

  /** Returns the next cluster key as it is stored, an earlier rotation's if there is one. */
  private static Wrapped stored(OpenCluster cluster) throws SQLException {
    if (cluster.record().clusterKey().next() == null) {
      MasterKeyName under = cluster.record().masterKey();
      try (NewClusterKey made =
          NewClusterKey.under(cluster.masterKey(), cluster.context(), cluster.calls())) {
        cluster.change(newest -> withNext(newest, made, under));
        Wrapped stored = cluster.record().clusterKey().next();
        if (stored != null && stored.equals(made.wrapped())) {
          try (ClusterKey.InProcess again = unwrapped(cluster, stored)) {
            if (made.key() instanceof ClusterKey.InProcess key && !again.sameAs(key)) {
              throw KeyFailure.UNUSABLE.exception(
                  "The new cluster key was stored but does not come back; nothing was written under it.");
            }
          }
        }
      }
    }
    Wrapped next = cluster.record().clusterKey().next();
    if (next == null) {
      throw KeyFailure.OUTAGE.exception(
          "Another process has rotated the cluster key just now; run the command again if it is"
              + " still wanted.");
    }
    return next;
  }

  /** A next key under a master key that the cluster has left would never be unwrapped. */
  private static ClusterRecord withNext(
      ClusterRecord newest, NewClusterKey made, MasterKeyName under) throws SQLException {
    if (!newest.masterKey().equals(under)) {
      throw KeyFailure.OUTAGE.exception(
          "Another process has rotated the master key just now; look at coffer status, and run the"
              + " command again if it is still wanted.");
    }
    ClusterKeyEntry now = newest.clusterKey();
    return now.next() != null
        ? newest
        : newest.with(
            newest.masterKey(),
            new ClusterKeyEntry(now.version(), now.created(), now.wrapped(), made.wrapped()));
  }

  private static ClusterKey.InProcess unwrapped(OpenCluster cluster, Wrapped wrapped)
      throws SQLException {
    return Tiers.unwrap(
        (EnvelopeMasterKey) cluster.masterKey(), wrapped, cluster.context(), cluster.calls());
  }
}
