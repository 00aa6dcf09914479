package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.KeyInfo;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.ClusterRecord.ClusterKeyEntry;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.RecordJson;
import io.github.cofferjdbc.observe.KeyMetrics;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;

/** Makes the first record of a cluster: cluster key, record key, no database. No state. */
final class NewCluster {

  static final String DEFAULT_NAME = "default";

  private NewCluster() {}

  /** Stores revision 1, unless another process stored one in the meantime. */
  static void store(
      KeyStore store, Settings settings, EncryptionContext context, KeyMetrics metrics, Clock clock)
      throws SQLException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    KeyAudit audit = KeyAudit.of(settings, context);
    try (MasterKey masterKey = MasterKeys.openForNewCluster(settings, context);
        NewClusterKey tier3 =
            NewClusterKey.under(
                masterKey,
                context,
                new MasterKeyCalls(metrics, audit, MasterKeys.name(masterKey)));
        SecretBytes recordKey = SecretBytes.random(32)) {
      int recordKeyId = NewKeys.freshId();
      ClusterRecord record =
          new ClusterRecord(
              1,
              context.arn(),
              context.createTime(),
              MasterKeys.name(masterKey),
              new ClusterKeyEntry(1, now, tier3.wrapped()),
              recordKeyId,
              tier3.key().wrap(recordKey, KeyInfo.ofRecordKey(context, recordKeyId)),
              new TreeMap<>(),
              new TreeMap<>());
      if (store.compareAndSet(
          context.arn(), 0, RecordJson.write(record, RecordMac.of(record, recordKey)))) {
        audit.changed(null, record);
      }
    }
  }
}
