package io.github.cofferjdbc.field;

import io.github.cofferjdbc.audit.AuditEvent;
import io.github.cofferjdbc.audit.AuditLog;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.keys.Keyring;
import io.github.cofferjdbc.keys.KeyringSource;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records in the audit log of {@code coffer.auditLog} what a connection refuses because somebody
 * may have tampered with it; does nothing where the setting names none. Never fails: the refusal
 * holds in any case. Thread safe.
 */
public final class RefusalLog {

  /** Records nothing. */
  public static final RefusalLog NONE = new RefusalLog(Optional.empty());

  private final Optional<AuditLog> log;

  private RefusalLog(Optional<AuditLog> log) {
    this.log = log;
  }

  /** Returns the one of these settings. */
  public static RefusalLog of(Settings settings) {
    Optional<AuditLog> log = AuditLog.of(settings);
    return log.isEmpty() ? NONE : new RefusalLog(log);
  }

  /**
   * Records that a stored value was refused, and returns the refusal.
   *
   * @param keys whose encryption context is recorded, or null if there are none yet
   * @param keyId the key that the value names, or null if it names none
   */
  public SQLException value(
      @Nullable KeyringSource keys,
      EncryptedType expected,
      @Nullable String keyId,
      SQLException refusal) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("type", expected.toString());
    if (keyId != null) {
      parameters.put("keyId", keyId);
    }
    return refused("RefuseValue", keys, parameters, refusal);
  }

  /** Records that the database is not as the policy demands it, and returns the refusal. */
  public SQLException policy(@Nullable KeyringSource keys, SQLException refusal) {
    return refused("RefusePolicy", keys, Map.of(), refusal);
  }

  private SQLException refused(
      String name,
      @Nullable KeyringSource keys,
      Map<String, Object> parameters,
      SQLException refusal) {
    if (log.isPresent()) {
      Map<String, Object> named = new LinkedHashMap<>();
      Map<String, String> context = Map.of();
      Keyring keyring = keyring(keys);
      if (keyring != null) {
        named.put("databaseId", keyring.databaseId().toString());
        context = keyring.context().entries();
      }
      named.putAll(parameters);
      log.get().refused(new AuditEvent(AuditEvent.COFFER, name, true, context, named), refusal);
    }
    return refusal;
  }

  private static @Nullable Keyring keyring(@Nullable KeyringSource keys) {
    try {
      return keys == null ? null : keys.keyring();
    } catch (SQLException e) {
      return null; // the refusal counts, not that its circumstances cannot be told
    }
  }
}
