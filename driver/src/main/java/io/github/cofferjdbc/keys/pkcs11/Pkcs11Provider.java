package io.github.cofferjdbc.keys.pkcs11;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.spi.MasterKeyProvider;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Opens {@code pkcs11:token=…;object=…?module-path=…&pin-source=file:…} (RFC 7512). Thread safe.
 *
 * <p>The library and the PIN's file are taken only from {@code coffer.masterKey}: whoever can write
 * to the key store must not be able to make applications load a library.
 */
public final class Pkcs11Provider implements MasterKeyProvider {

  static final String SCHEME = "pkcs11";

  /** Made by {@link java.util.ServiceLoader}. */
  public Pkcs11Provider() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public MasterKey open(MasterKeyRequest request) throws SQLException {
    Pkcs11Uri uri = Pkcs11Uri.parse(request.reference());
    boolean given =
        request.settings().text(Setting.MASTER_KEY).filter(request.reference()::equals).isPresent();
    Path library = given ? uri.modulePath().orElse(null) : null;
    if (library == null) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The key "
              + uri
              + " is in an HSM; say with which library it is reached: coffer.masterKey="
              + uri
              + "?module-path=/path/to/library.so&pin-source=file:/path/to/pin");
    }
    SunToken token = SunTokens.find(library, uri);
    try (Pin pin = Pin.of(uri.pinSource())) {
      return Pkcs11Key.open(token, uri.object(), pin);
    } catch (SQLException e) {
      if (KeyFailure.outage(e)) {
        SunTokens.forget(token); // a token that comes back needs a new provider
      }
      throw e;
    }
  }
}
