package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What decides whether and which keys one gets: the settings of access and the database. Two
 * connections share keys only if all of it is equal, so none gets keys by the password of another.
 * Immutable and thread safe.
 */
final class AccessKey {

  private static final Set<Setting> OF_ACCESS =
      EnumSet.of(
          Setting.CLUSTER,
          Setting.KEY_STORE,
          Setting.KEY_STORE_INSECURE,
          Setting.KEY_STORE_USER,
          Setting.KEY_STORE_PASSWORD,
          Setting.MASTER_KEY,
          Setting.NEXT_MASTER_KEY,
          Setting.KMS_REGION,
          Setting.KMS_ENDPOINT,
          Setting.KMS_PROFILE,
          Setting.LOCAL_PASSWORD,
          Setting.LOCAL_PASSWORD_FILE,
          Setting.DATABASE_KEY_TTL,
          Setting.OUTAGE_GRACE,
          Setting.AUDIT_LOG);

  private final Settings settings;
  private final UUID databaseId;
  private final int hash;

  private AccessKey(Settings settings, UUID databaseId) {
    this.settings = settings;
    this.databaseId = databaseId;
    this.hash = 31 * settings.hashCode() + databaseId.hashCode();
  }

  static AccessKey of(Settings settings, UUID databaseId) throws SQLException {
    Settings access = settings;
    for (Setting setting : EnumSet.complementOf(EnumSet.copyOf(OF_ACCESS))) {
      if (access.given(setting)) {
        access = access.with(setting, null);
      }
    }
    return new AccessKey(access, databaseId);
  }

  Settings settings() {
    return settings;
  }

  UUID databaseId() {
    return databaseId;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AccessKey key
        && (key == this
            || (key.hash == hash
                && key.databaseId.equals(databaseId)
                && key.settings.equals(settings)));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "AccessKey[" + databaseId + ", " + settings + "]";
  }
}
