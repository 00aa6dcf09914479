package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.audit.AuditEvent;
import io.github.cofferjdbc.audit.AuditLog;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.ClusterRecord.MasterKeyName;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records what happens to the keys of a cluster in the audit log that {@code coffer.auditLog}
 * names; where it names none, does nothing.
 *
 * <p>It fails closed: a key whose use cannot be recorded is not handed on, and a key store is not
 * changed while the log cannot be written. Such a failure counts as an outage, so keys in memory,
 * whose use was recorded when they were fetched, serve for {@code coffer.outageGrace}. Thread safe.
 */
final class KeyAudit {

  private final Optional<AuditLog> log;
  private final Map<String, String> context;

  private KeyAudit(Optional<AuditLog> log, Map<String, String> context) {
    this.log = log;
    this.context = context;
  }

  static KeyAudit of(Settings settings, EncryptionContext context) {
    return new KeyAudit(AuditLog.of(settings), context.entries());
  }

  /** Records a call to a master key that was answered. */
  void called(MasterKeyName key, String operation) throws SQLException {
    append(call(key, operation));
  }

  /** Records a call to a master key that failed; a failure to do so is added to it. */
  void callFailed(MasterKeyName key, String operation, Exception failure) {
    if (log.isPresent()) {
      AuditEvent call = call(key, operation);
      try {
        log.get()
            .append(
                failure instanceof SQLException own
                    ? call.failed(own.getSQLState(), own.getMessage())
                    // A provider's own text is not known to hold no secret.
                    : call.failed(failure.getClass().getName(), null));
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  private AuditEvent call(MasterKeyName key, String operation) {
    return new AuditEvent(source(key.scheme()), operation, true, context, Map.of("keyId", id(key)));
  }

  private static String source(String scheme) {
    return scheme.equals("aws-kms") ? "kms.amazonaws.com" : scheme;
  }

  /** Returns what an auditor knows the key by: an ARN, or scheme and identity. */
  static String id(MasterKeyName key) {
    return key.identity().startsWith("arn:") ? key.identity() : key.scheme() + ":" + key.identity();
  }

  /**
   * Fails unless a change of the key store could be recorded.
   *
   * @throws SQLException KE005 or KE009 if the log cannot be written
   */
  void requireWritable() throws SQLException {
    if (log.isPresent()) {
      try {
        log.get().requireWritable();
      } catch (IOException e) {
        throw unwritable(e, "nothing was changed");
      }
    }
  }

  /**
   * Records a change of the key store.
   *
   * @param before the record before, or null for a new cluster
   */
  void changed(@Nullable ClusterRecord before, ClusterRecord after) throws SQLException {
    if (log.isPresent()) {
      for (AuditEvent event : RecordChanges.between(before, after, context)) {
        try {
          log.get().append(event);
        } catch (IOException e) {
          throw unwritable(
              e, "the change " + event.name() + " was made, but it is not in the audit log");
        }
      }
    }
  }

  /** Records that a key store was not believed (KE006); other failures are not its business. */
  static void refusedStore(Settings settings, String cluster, SQLException refusal) {
    if (CofferState.NOT_TRUSTWORTHY.matches(refusal)) {
      AuditLog.of(settings)
          .ifPresent(
              log ->
                  log.refused(
                      new AuditEvent(
                          AuditEvent.COFFER,
                          "RefuseKeyStore",
                          true,
                          Map.of(),
                          Map.of("cluster", cluster)),
                      refusal));
    }
  }

  private void append(AuditEvent event) throws SQLException {
    if (log.isPresent()) {
      try {
        log.get().append(event);
      } catch (IOException e) {
        throw unwritable(e, "the key was not used");
      }
    }
  }

  private SQLException unwritable(IOException e, String consequence) {
    return KeyFailure.of(e)
        .exception(
            "The audit log "
                + log.map(each -> each.path().toString()).orElse("")
                + " of coffer.auditLog cannot be written ("
                + e.getClass().getSimpleName()
                + "), so "
                + consequence
                + ": see to its folder, rights and space.",
            e);
  }
}
