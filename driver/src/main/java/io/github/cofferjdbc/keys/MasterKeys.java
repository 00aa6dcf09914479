package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.spi.HsmMasterKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.spi.MasterKeyProvider;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest.Purpose;
import io.github.cofferjdbc.keys.store.ClusterRecord.MasterKeyName;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the provider of a master key and opens the key. Thread safe, no state. */
public final class MasterKeys {

  private static final String OPEN = "OpenMasterKey";

  private MasterKeys() {}

  /**
   * Opens the master key of {@code coffer.masterKey} for a new cluster.
   *
   * @throws SQLException KE009 if the setting is missing, names no provider, or the provider cannot
   *     use it; or as the provider says
   */
  static MasterKey openForNewCluster(Settings settings, EncryptionContext context)
      throws SQLException {
    String reference =
        settings
            .text(Setting.MASTER_KEY)
            .orElseThrow(
                () ->
                    KeyFailure.MISCONFIGURED.exception(
                        "A new cluster needs a master key: give coffer.masterKey (--master-key), for example local:PATH or aws-kms:ARN."));
    return open(new MasterKeyRequest(reference, settings, Purpose.NEW_CLUSTER), context);
  }

  /**
   * Opens the master key of a cluster: by {@code coffer.masterKey} or {@code coffer.nextMasterKey}
   * if they are set, else by the reference in the key store; in each case it must be the one that
   * the key store names.
   *
   * @throws SQLException KE006 if it is another one; or as the provider says
   */
  static MasterKey open(Settings settings, EncryptionContext context, MasterKeyName name)
      throws SQLException {
    Optional<String> given = settings.text(Setting.MASTER_KEY);
    Optional<String> next = settings.text(Setting.NEXT_MASTER_KEY);
    if (given.isEmpty()) {
      if (!name.reference().startsWith(name.scheme() + ":")) {
        throw KeyFailure.UNUSABLE.exception(
            "The key store's record of cluster "
                + context.arn()
                + " names its master key in two ways.");
      }
    }
    Settings alone = settings.with(Setting.NEXT_MASTER_KEY, null);
    if (next.isEmpty()) {
      return open(alone, context, name, given.orElse(name.reference()));
    }
    try {
      return open(asGiven(alone, next.get()), context, name, next.get());
    } catch (SQLException e) {
      try {
        return open(alone, context, name, given.orElse(name.reference()));
      } catch (SQLException present) {
        // That it is another key says less than why the right one does not open.
        throw CofferState.NOT_TRUSTWORTHY.matches(present) ? e : present;
      }
    }
  }

  /** A provider takes a module path or a PIN source only from the setting itself. */
  static Settings asGiven(Settings settings, String reference) throws SQLException {
    return settings.with(Setting.MASTER_KEY, reference);
  }

  private static MasterKey open(
      Settings settings, EncryptionContext context, MasterKeyName name, String reference)
      throws SQLException {
    if (!scheme(reference).equals(name.scheme())) {
      throw another(context.arn(), name, reference);
    }
    MasterKey key = open(new MasterKeyRequest(reference, settings, Purpose.USE), context);
    boolean same = false;
    try {
      same = key.identity().equals(name.identity());
      if (!same) {
        throw another(context.arn(), name, reference);
      }
      return key;
    } finally {
      if (!same) {
        key.close();
      }
    }
  }

  /** Opens a master key, and records that an HSM was logged in to, or that it failed. */
  static MasterKey open(MasterKeyRequest request, EncryptionContext context) throws SQLException {
    KeyAudit audit = KeyAudit.of(request.settings(), context);
    MasterKey key;
    try {
      key = open(request);
    } catch (SQLException e) {
      // The reference is not shown: a module path or a PIN source may stand in it.
      audit.callFailed(new MasterKeyName(scheme(request.reference()), "unknown", ""), OPEN, e);
      throw e;
    }
    boolean recorded = false;
    try {
      if (key instanceof HsmMasterKey) {
        audit.called(name(key), OPEN);
      }
      recorded = true;
      return key;
    } finally {
      if (!recorded) {
        key.close();
      }
    }
  }

  /**
   * Opens a master key.
   *
   * @throws SQLException KE009 if there is no such provider, or a class that it needs is missing;
   *     or as the provider says
   */
  public static MasterKey open(MasterKeyRequest request) throws SQLException {
    String scheme = scheme(request.reference());
    try {
      return provider(scheme).open(request);
    } catch (LinkageError e) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The provider of "
              + scheme
              + ": keys needs a class that is not on the class path: "
              + e.getMessage(),
          e);
    }
  }

  static MasterKeyProvider provider(String scheme) throws SQLException {
    Iterator<MasterKeyProvider> providers =
        ServiceLoader.load(MasterKeyProvider.class, MasterKeys.class.getClassLoader()).iterator();
    ServiceConfigurationError broken = null;
    while (true) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        MasterKeyProvider provider = providers.next();
        if (provider.scheme().equals(scheme)) {
          return provider;
        }
      } catch (ServiceConfigurationError e) {
        broken = e; // perhaps another provider's; told only if ours is not found
      }
    }
    throw KeyFailure.MISCONFIGURED.exception(
        "There is no provider for master keys of the kind "
            + scheme
            + ":; coffer.masterKey takes aws-kms:ARN, pkcs11:…, jce:… or local:PATH.",
        broken);
  }

  /** Returns how the key store names a master key. */
  static MasterKeyName name(MasterKey key) throws SQLException {
    String reference = key.reference();
    return new MasterKeyName(scheme(reference), key.identity(), reference);
  }

  /** Returns what stands before the first colon. */
  private static String scheme(String reference) throws SQLException {
    int colon = reference.indexOf(':');
    if (colon <= 0 || !reference.substring(0, colon).matches("[a-z][a-z0-9-]*")) {
      throw KeyFailure.MISCONFIGURED.exception(
          "coffer.masterKey must begin with a kind of key and a colon: aws-kms:ARN, pkcs11:…, jce:… or local:PATH.");
    }
    return reference.substring(0, colon);
  }

  /** Does not show references: a module path or a PIN source may stand in one. */
  private static SQLException another(String cluster, MasterKeyName name, String reference)
      throws SQLException {
    return KeyFailure.UNUSABLE.exception(
        "The key store names another master key for cluster "
            + cluster
            + " ("
            + name.scheme()
            + ", "
            + name.identity()
            + ") than coffer.masterKey, which is of the kind "
            + scheme(reference)
            + "; correct coffer.masterKey, or check who changed the key store.");
  }
}
