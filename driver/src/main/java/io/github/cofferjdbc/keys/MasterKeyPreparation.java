package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.MasterKeyProvider;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets the provider of a master key load its library while a connection is made, since that takes
 * longer than the connection ({@link MasterKeyProvider#prepare}). Thread safe.
 */
public final class MasterKeyPreparation {

  /** The name of the thread. */
  public static final String THREAD = "coffer-key-service-start";

  private static final String LOCAL = "local:";

  /** The schemes for which it has begun; never many. */
  private static final Set<String> BEGUN = ConcurrentHashMap.newKeySet();

  private MasterKeyPreparation() {}

  /**
   * Begins it, once a process and kind of key, if {@code coffer.masterKey} is given; returns at
   * once and never fails. A local key has nothing to load.
   */
  public static void begin(Settings settings) {
    if (!settings.given(Setting.MASTER_KEY)) {
      return;
    }
    String reference = settings.text(Setting.MASTER_KEY).orElse(LOCAL);
    String scheme = reference.substring(0, Math.max(reference.indexOf(':'), 0));
    if (reference.startsWith(LOCAL) || !BEGUN.add(scheme)) {
      return;
    }
    Thread thread = new Thread(null, () -> prepare(scheme), THREAD, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(MasterKeyPreparation.class.getClassLoader());
    thread.start();
  }

  private static void prepare(String scheme) {
    try {
      MasterKeys.provider(scheme).prepare();
    } catch (SQLException | RuntimeException | LinkageError e) {
      // Told by whoever opens the key, if it is still so.
    }
  }
}
