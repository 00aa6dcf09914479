package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.keys.spi.EnvelopeMasterKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest.Purpose;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.ClusterRecord.ClusterKeyEntry;
import io.github.cofferjdbc.keys.store.ClusterRecord.MasterKeyName;
import io.github.cofferjdbc.keys.store.Wrapped;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Moves a cluster to another master key, or to the newest version of its own.
 *
 * <p>Where both master keys wrap a cluster key, that key stays and is wrapped anew: inside the key
 * service if it can, else here. A cluster key in an HSM is the HSM's own key, so moving to or from
 * one, or between two, changes the cluster key too. Nothing is stored before the new wrapping was
 * unwrapped and compared. No state.
 */
final class MasterKeyRotation {

  private MasterKeyRotation() {}

  /**
   * Does it.
   *
   * @param to the reference of the master key to move to; empty for the newest version of the
   *     present one, which only a key service has
   * @return whether anything was changed: a cluster that has that master key already is left alone
   */
  static boolean run(OpenCluster cluster, Optional<String> to) throws SQLException {
    if (to.isEmpty()) {
      return newestVersion(cluster);
    }
    try (MasterKey target =
        MasterKeys.open(
            new MasterKeyRequest(
                to.get(), MasterKeys.asGiven(cluster.settings(), to.get()), Purpose.NEW_CLUSTER),
            cluster.context())) {
      MasterKeyName name = MasterKeys.name(target);
      if (same(name, cluster.record().masterKey())) {
        return false;
      }
      if (target instanceof EnvelopeMasterKey envelope
          && cluster.masterKey() instanceof EnvelopeMasterKey) {
        rewrap(cluster, envelope, name);
      } else {
        move(cluster, target, name);
      }
      return true;
    }
  }

  private static boolean same(MasterKeyName one, MasterKeyName other) {
    return one.scheme().equals(other.scheme()) && one.identity().equals(other.identity());
  }

  /** The service picks its newest key material; nobody can tell from outside whether it is new. */
  private static boolean newestVersion(OpenCluster cluster) throws SQLException {
    ClusterKeyEntry entry = cluster.record().clusterKey();
    Wrapped wrapped = entry.wrapped();
    if (cluster.masterKey() instanceof EnvelopeMasterKey envelope && wrapped != null) {
      Map<String, String> context = cluster.context().entries();
      Optional<byte[]> again =
          cluster
              .calls()
              .call(
                  MasterKeyCalls.RE_ENCRYPT,
                  () -> envelope.rewrapClusterKey(wrapped.bytes(), envelope, context));
      if (again.isPresent()) {
        Wrapped rewrapped = Wrapped.of(again.get());
        compare(cluster, envelope, cluster.calls(), rewrapped);
        cluster.change(newest -> with(newest, newest.masterKey(), wrapped, rewrapped));
        return true;
      }
    }
    throw KeyFailure.MISCONFIGURED.exception(
        "The master key of cluster "
            + cluster.context().arn()
            + " is of the kind "
            + cluster.record().masterKey().scheme()
            + ", which has no versions; name another key with --to.");
  }

  private static void rewrap(OpenCluster cluster, EnvelopeMasterKey target, MasterKeyName name)
      throws SQLException {
    Wrapped wrapped = cluster.record().clusterKey().wrapped();
    EnvelopeMasterKey source = (EnvelopeMasterKey) cluster.masterKey();
    if (wrapped == null || !(cluster.clusterKey() instanceof ClusterKey.InProcess key)) {
      throw new IllegalStateException("an envelope master key without a wrapped cluster key");
    }
    Map<String, String> context = cluster.context().entries();
    MasterKeyCalls calls = cluster.calls(name);
    Optional<byte[]> inService =
        calls.call(
            MasterKeyCalls.RE_ENCRYPT,
            () -> target.rewrapClusterKey(wrapped.bytes(), source, context));
    Wrapped rewrapped =
        Wrapped.of(inService.isPresent() ? inService.get() : wrap(cluster, target, calls, key));
    compare(cluster, target, calls, rewrapped);
    cluster.change(newest -> with(newest, name, wrapped, rewrapped));
  }

  private static byte[] wrap(
      OpenCluster cluster, EnvelopeMasterKey target, MasterKeyCalls calls, ClusterKey.InProcess key)
      throws SQLException {
    byte[] plain = key.copy();
    try {
      return calls.call(
          MasterKeyCalls.ENCRYPT, () -> target.wrapClusterKey(plain, cluster.context().entries()));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static void compare(
      OpenCluster cluster, EnvelopeMasterKey target, MasterKeyCalls calls, Wrapped rewrapped)
      throws SQLException {
    try (ClusterKey.InProcess again = Tiers.unwrap(target, rewrapped, cluster.context(), calls)) {
      if (!(cluster.clusterKey() instanceof ClusterKey.InProcess key) || !again.sameAs(key)) {
        throw KeyFailure.UNUSABLE.exception(
            "The cluster key does not come back from the new master key; nothing was stored.");
      }
    }
  }

  /** A next cluster key of a rotation that was cut off has served nothing, and is left out. */
  private static ClusterRecord with(
      ClusterRecord newest, MasterKeyName name, Wrapped before, Wrapped rewrapped)
      throws SQLException {
    ClusterKeyEntry now = newest.clusterKey();
    if (!before.equals(now.wrapped())) {
      throw KeyFailure.OUTAGE.exception(
          "Another process has rotated the cluster key or the master key just now; look at coffer"
              + " status, and run the command again if it is still wanted.");
    }
    return newest.with(name, new ClusterKeyEntry(now.version(), now.created(), rewrapped));
  }

  private static void move(OpenCluster cluster, MasterKey target, MasterKeyName name)
      throws SQLException {
    try (NewClusterKey made = NewClusterKey.under(target, cluster.context(), cluster.calls(name))) {
      ClusterKeyChange.run(
          cluster,
          made.key(),
          newest -> name,
          newest ->
              new ClusterKeyEntry(
                  newest.clusterKey().version() + 1, cluster.now(), made.wrapped()));
    }
  }
}
