package io.github.cofferjdbc.keys.pkcs11;

import io.github.cofferjdbc.config.Attributes;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.keys.spi.HsmMasterKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * A secret key in a token that wraps by AES-256-GCM under a nonce of ours.
 *
 * <p>A wrapped key is: format (1 byte, {@value #FORMAT}), nonce (12), ciphertext, tag (16).
 */
final class Pkcs11Key implements HsmMasterKey {

  private static final int FORMAT = 1;
  private static final int NONCE = 12;
  private static final int TAG = 16;

  /**
   * How the JDK describes a key that is what we want; it has no other way to ask. It calls the
   * number of bytes bits, which a later release may mend. Whatever else it may say is refused.
   */
  private static final Pattern FIT =
      Pattern.compile(
          " AES secret key, (32|256) bits,? ?\\(?token object, sensitive, unextractable\\)$");

  private final SunToken token;
  private final String label;
  private final Key key;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Pkcs11Key(SunToken token, String label, Key key) {
    this.token = token;
    this.label = label;
    this.key = key;
  }

  static Pkcs11Key open(SunToken token, String label, Pin pin) throws SQLException {
    KeyStore keys = token.login(pin);
    boolean opened = false;
    try {
      Key key = keys.getKey(label, null);
      if (key == null) {
        throw KeyFailure.MISCONFIGURED.exception(
            "The token "
                + token.info().label()
                + " holds no secret key with the label "
                + label
                + ".");
      }
      requireFit(token, label, key);
      opened = true;
      return new Pkcs11Key(token, label, key);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw Pkcs11Failures.ofToken(token.info(), e);
    } finally {
      if (!opened) {
        token.release();
      }
    }
  }

  private static void requireFit(SunToken token, String label, Key key) throws SQLException {
    String description = String.valueOf(key);
    if (key.getFormat() == null && key.getEncoded() == null && FIT.matcher(description).find()) {
      return;
    }
    int details = description.indexOf("secret key");
    throw KeyFailure.MISCONFIGURED.exception(
        "The key "
            + label
            + " of the token "
            + token.info().label()
            + " cannot be a cluster key: it has to be an AES key of 256 bits that is sensitive and"
            + " not extractable, and is: "
            + (details < 0 ? key.getAlgorithm() : description.substring(details))
            + ".");
  }

  @Override
  public String identity() {
    return "serial="
        + Attributes.encode(token.info().serial())
        + ";object="
        + Attributes.encode(label);
  }

  @Override
  public String reference() {
    return Pkcs11Provider.SCHEME
        + ":token="
        + Attributes.encode(token.info().label())
        + ";"
        + identity();
  }

  @Override
  public byte[] wrap(byte[] plaintext, byte[] aad) throws SQLException {
    byte[] nonce;
    try (SecretBytes random = SecretBytes.random(NONCE)) {
      nonce = random.copy();
    }
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, aad, plaintext, 0);
    return ByteBuffer.allocate(1 + NONCE + sealed.length)
        .put((byte) FORMAT)
        .put(nonce)
        .put(sealed)
        .array();
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] aad) throws SQLException {
    if (wrapped.length < 1 + NONCE + TAG || wrapped[0] != FORMAT) {
      throw notAuthentic(null);
    }
    byte[] nonce = Arrays.copyOfRange(wrapped, 1, 1 + NONCE);
    return run(Cipher.DECRYPT_MODE, nonce, aad, wrapped, 1 + NONCE);
  }

  private byte[] run(int mode, byte[] nonce, byte[] aad, byte[] input, int offset)
      throws SQLException {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", token.provider());
      cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
      cipher.updateAAD(aad);
      return cipher.doFinal(input, offset, input.length - offset);
    } catch (AEADBadTagException e) {
      throw notAuthentic(e);
    } catch (NoSuchAlgorithmException e) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The token " + token.info().label() + " does not offer AES-GCM.", e);
    } catch (GeneralSecurityException | RuntimeException e) {
      SQLException failure = Pkcs11Failures.ofToken(token.info(), e);
      if (KeyFailure.outage(failure)) {
        SunTokens.forget(token);
      }
      throw failure;
    }
  }

  private SQLException notAuthentic(@Nullable Exception e) {
    return KeyFailure.UNUSABLE.exception(
        "A wrapped key in the key store is damaged, or was not wrapped by the key "
            + label
            + " of the token "
            + token.info().label()
            + " for this cluster.",
        e);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      token.release();
    }
  }

  @Override
  public String toString() {
    return reference();
  }
}
