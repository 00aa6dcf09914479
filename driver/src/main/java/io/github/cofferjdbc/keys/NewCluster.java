package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.KeyInfo;
import io.github.cofferjdbc.keys.spi.EnvelopeMasterKey;
import io.github.cofferjdbc.keys.spi.GeneratedKey;
import io.github.cofferjdbc.keys.spi.HsmMasterKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.ClusterRecord.ClusterKeyEntry;
import io.github.cofferjdbc.keys.store.ClusterRecord.MasterKeyName;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.RecordJson;
import io.github.cofferjdbc.keys.store.Wrapped;
import io.github.cofferjdbc.observe.KeyMetrics;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the first record of a cluster: cluster key, record key, no database. No state. */
final class NewCluster {

  static final String DEFAULT_NAME = "default";

  private NewCluster() {}

  /** Stores revision 1, unless another process stored one in the meantime. */
  static void store(
      KeyStore store, Settings settings, EncryptionContext context, KeyMetrics metrics, Clock clock)
      throws SQLException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    try (MasterKey masterKey = MasterKeys.openForNewCluster(settings);
        Tier3 tier3 = tier3(masterKey, context, metrics);
        SecretBytes recordKey = SecretBytes.random(32)) {
      String scheme = masterKey.reference().substring(0, masterKey.reference().indexOf(':'));
      int recordKeyId = NewKeys.freshId();
      ClusterRecord record =
          new ClusterRecord(
              1,
              context.arn(),
              context.createTime(),
              new MasterKeyName(scheme, masterKey.identity(), masterKey.reference()),
              new ClusterKeyEntry(1, now, tier3.wrapped()),
              recordKeyId,
              tier3.key().wrap(recordKey, KeyInfo.ofRecordKey(context, recordKeyId)),
              new TreeMap<>(),
              new TreeMap<>());
      store.compareAndSet(
          context.arn(), 0, RecordJson.write(record, RecordMac.of(record, recordKey)));
    }
  }

  /** A cluster key and its wrapped form, which an HSM's key has not. */
  private record Tier3(ClusterKey key, @Nullable Wrapped wrapped) implements AutoCloseable {
    @Override
    public void close() {
      key.close();
    }
  }

  private static Tier3 tier3(MasterKey masterKey, EncryptionContext context, KeyMetrics metrics)
      throws SQLException {
    if (masterKey instanceof HsmMasterKey hsm) {
      return new Tier3(new ClusterKey.InHsm(hsm, metrics), null);
    }
    EnvelopeMasterKey envelope = (EnvelopeMasterKey) masterKey;
    Map<String, String> entries = context.entries();
    GeneratedKey generated = Counted.call(metrics, () -> envelope.generateClusterKey(entries));
    byte[] again = new byte[0];
    try {
      again = Counted.call(metrics, () -> envelope.unwrapClusterKey(generated.wrapped(), entries));
      if (again.length != 32 || !MessageDigest.isEqual(again, generated.plaintext())) {
        throw KeyFailure.UNUSABLE.exception(
            "The new cluster key does not come back from the master key; nothing was stored.");
      }
      return new Tier3(
          new ClusterKey.InProcess(SecretBytes.copyOf(generated.plaintext())),
          Wrapped.of(generated.wrapped()));
    } finally {
      Arrays.fill(again, (byte) 0);
      Arrays.fill(generated.plaintext(), (byte) 0);
    }
  }
}
