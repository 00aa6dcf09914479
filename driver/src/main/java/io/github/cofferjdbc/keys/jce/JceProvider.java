package io.github.cofferjdbc.keys.jce;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.spi.MasterKeyProvider;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest;
import java.security.Provider;
import java.sql.SQLException;

/**
 * Opens {@code jce:provider=CLASS;keystore=TYPE;alias=…}: a key of any JCE provider on the class
 * path. Thread safe.
 *
 * <p>The class is taken only from {@code coffer.masterKey}: whoever can write to the key store must
 * not be able to make applications run a class.
 */
public final class JceProvider implements MasterKeyProvider {

  static final String SCHEME = "jce";

  /** Made by {@link java.util.ServiceLoader}. */
  public JceProvider() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public MasterKey open(MasterKeyRequest request) throws SQLException {
    JceKeyName name = JceKeyName.parse(request.rest());
    if (request.settings().text(Setting.MASTER_KEY).filter(request.reference()::equals).isEmpty()) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The key "
              + name
              + " is reached through a class that has to be named by the application: set"
              + " coffer.masterKey="
              + name);
    }
    Provider provider = JceProviders.find(name);
    return JceKey.open(name, provider);
  }
}
