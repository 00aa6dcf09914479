package io.github.cofferjdbc.keys.jce;

import io.github.cofferjdbc.config.SecretFile;
import io.github.cofferjdbc.keys.spi.HsmMasterKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.sql.SQLException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * A secret key of a JCE provider that wraps by AES-GCM under a nonce of the provider's choice: AWS
 * CloudHSM makes its own whatever it is given, so the cipher is initialised without one, and asked
 * for it afterwards.
 *
 * <p>A wrapped key is: format (1 byte, {@value #FORMAT}), length of the nonce (1), nonce (12 to
 * 16), ciphertext, tag (16).
 */
final class JceKey implements HsmMasterKey {

  private static final int FORMAT = 1;
  private static final int SHORTEST_NONCE = 12;
  private static final int LONGEST_NONCE = 16;
  private static final int TAG = 16;

  private final JceKeyName name;
  private final Provider provider;
  private final Key key;

  private JceKey(JceKeyName name, Provider provider, Key key) {
    this.name = name;
    this.provider = provider;
    this.key = key;
  }

  static JceKey open(JceKeyName name, Provider provider) throws SQLException {
    char @Nullable [] pin = pin(name);
    try {
      Key key = load(name, provider, pin).getKey(name.alias(), pin);
      if (key == null) {
        throw KeyFailure.MISCONFIGURED.exception(
            "The provider's key store holds no key with the alias " + name.alias() + ".");
      }
      requireFit(name, key);
      return new JceKey(name, provider, key);
    } catch (KeyStoreException e) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The provider "
              + name.provider()
              + " has no key store of the type "
              + name.keyStore()
              + ".",
          e);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw JceFailures.exception(name, e);
    } finally {
      if (pin != null) {
        Arrays.fill(pin, '\0');
      }
    }
  }

  private static KeyStore load(JceKeyName name, Provider provider, char @Nullable [] pin)
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance(name.keyStore(), provider);
    if (name.file().isPresent()) {
      try (InputStream in = Files.newInputStream(Path.of(name.file().get()))) {
        keys.load(in, pin);
      }
    } else {
      keys.load(null, pin);
    }
    return keys;
  }

  private static char @Nullable [] pin(JceKeyName name) throws SQLException {
    String source = name.pinSource().orElse(null);
    if (source == null) {
      return null;
    }
    if (!source.startsWith("file:")) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The pin-source of coffer.masterKey has to be file:PATH.");
    }
    String path = source.substring("file:".length());
    try {
      return SecretFile.firstLine(Path.of(path.startsWith("///") ? path.substring(2) : path));
    } catch (IOException | RuntimeException e) {
      throw KeyFailure.GONE.exception(
          "The file of the PIN of " + name + " is not there, empty or unreadable: " + path, e);
    }
  }

  /** Refuses a key that the provider hands out: it would not be in an HSM. */
  private static void requireFit(JceKeyName name, Key key) throws SQLException {
    byte[] bytes = key.getEncoded();
    if (bytes != null) {
      Arrays.fill(bytes, (byte) 0);
    }
    if (bytes != null || !(key instanceof SecretKey) || !key.getAlgorithm().equals("AES")) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The key "
              + name.alias()
              + " cannot be a cluster key: it has to be a secret AES key of 256 bits that cannot be"
              + " exported, and is "
              + (bytes == null ? "of the kind " + key.getAlgorithm() : "exportable")
              + ".");
    }
  }

  @Override
  public String identity() {
    return name.identity();
  }

  @Override
  public String reference() {
    return name.toString();
  }

  @Override
  public byte[] wrap(byte[] plaintext, byte[] aad) throws SQLException {
    byte[] sealed;
    byte[] nonce;
    try {
      Cipher cipher = cipher();
      cipher.init(Cipher.ENCRYPT_MODE, key);
      cipher.updateAAD(aad);
      sealed = cipher.doFinal(plaintext);
      nonce = cipher.getIV(); // not earlier: an HSM draws it while it encrypts
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failure(e);
    }
    if (nonce == null
        || nonce.length < SHORTEST_NONCE
        || nonce.length > LONGEST_NONCE
        || Arrays.equals(nonce, new byte[nonce.length])
        || sealed.length != plaintext.length + TAG) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The provider "
              + name.provider()
              + " cannot be used: it does not tell the nonce that it encrypted with, or does not"
              + " make a tag of 16 bytes.");
    }
    return ByteBuffer.allocate(2 + nonce.length + sealed.length)
        .put((byte) FORMAT)
        .put((byte) nonce.length)
        .put(nonce)
        .put(sealed)
        .array();
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] aad) throws SQLException {
    int nonceLength = wrapped.length < 2 ? 0 : wrapped[1];
    if (nonceLength < SHORTEST_NONCE
        || nonceLength > LONGEST_NONCE
        || wrapped[0] != FORMAT
        || wrapped.length < 2 + nonceLength + TAG) {
      throw notAuthentic(null);
    }
    int start = 2 + nonceLength;
    try {
      Cipher cipher = cipher();
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG * 8, wrapped, 2, nonceLength));
      cipher.updateAAD(aad);
      return cipher.doFinal(wrapped, start, wrapped.length - start);
    } catch (AEADBadTagException e) {
      throw notAuthentic(e);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failure(e);
    }
  }

  private Cipher cipher() throws GeneralSecurityException {
    return Cipher.getInstance("AES/GCM/NoPadding", provider);
  }

  private SQLException failure(Exception e) {
    return e instanceof NoSuchAlgorithmException
        ? KeyFailure.MISCONFIGURED.exception(
            "The provider " + name.provider() + " does not offer AES/GCM/NoPadding.", e)
        : JceFailures.exception(name, e);
  }

  private SQLException notAuthentic(@Nullable Exception e) {
    return KeyFailure.UNUSABLE.exception(
        "A wrapped key in the key store is damaged, or was not wrapped by "
            + name
            + " for this cluster.",
        e);
  }

  /** Nothing is held: the provider keeps its connections for whoever uses it next. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return reference();
  }
}
