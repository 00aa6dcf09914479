package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.crypto.AesGcm;
import io.github.cofferjdbc.crypto.NotAuthenticException;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.KeyInfo;
import io.github.cofferjdbc.keys.spi.EnvelopeMasterKey;
import io.github.cofferjdbc.keys.spi.GeneratedKey;
import io.github.cofferjdbc.keys.spi.HsmMasterKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.spi.MasterKeyProvider;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Master keys {@code fake:NAME} and {@code fake:hsm/NAME} with real AES-GCM, which fail on demand.
 * Each name is a key of its own, derived from the name.
 */
public final class FakeMasterKeyProvider implements MasterKeyProvider {

  private static final Map<String, KeyFailure> FAILURES = new ConcurrentHashMap<>();

  /** Has every use of the key fail like this; null mends it. */
  static void fail(String name, @Nullable KeyFailure failure) {
    if (failure == null) {
      FAILURES.remove(name);
    } else {
      FAILURES.put(name, failure);
    }
  }

  @Override
  public String scheme() {
    return "fake";
  }

  @Override
  public MasterKey open(MasterKeyRequest request) {
    String name = request.rest();
    return name.startsWith("hsm/") ? new Hsm(name) : new Envelope(name);
  }

  private static SecretBytes key(String name) {
    byte[] bytes = new byte[32];
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, bytes, 0, Math.min(text.length, 32));
    return SecretBytes.owning(bytes);
  }

  private static void failIfAsked(String name) throws SQLException {
    KeyFailure failure = FAILURES.get(name);
    if (failure != null) {
      throw failure.exception("The fake key " + name + " fails.");
    }
  }

  private static byte[] unwrap(String name, byte[] wrapped, byte[] aad) throws SQLException {
    failIfAsked(name);
    try (SecretBytes plain = AesGcm.unwrap(key(name), wrapped, aad)) {
      return plain.copy();
    } catch (NotAuthenticException e) {
      throw KeyFailure.UNUSABLE.exception("Not wrapped by the fake key " + name + ".");
    }
  }

  private record Envelope(String name) implements EnvelopeMasterKey {
    @Override
    public String identity() {
      return name;
    }

    @Override
    public String reference() {
      return "fake:" + name;
    }

    @Override
    public GeneratedKey generateClusterKey(Map<String, String> context) throws SQLException {
      failIfAsked(name);
      try (SecretBytes key = SecretBytes.random(32)) {
        return new GeneratedKey(key.copy(), AesGcm.wrap(key(name), key, aad(context)));
      }
    }

    @Override
    public byte[] unwrapClusterKey(byte[] wrapped, Map<String, String> context)
        throws SQLException {
      return unwrap(name, wrapped, aad(context));
    }

    @Override
    public byte[] wrapClusterKey(byte[] key, Map<String, String> context) throws SQLException {
      failIfAsked(name);
      return AesGcm.wrap(key(name), SecretBytes.copyOf(key), aad(context));
    }

    private static byte[] aad(Map<String, String> context) {
      KeyInfo info = new KeyInfo();
      new TreeMap<>(context).forEach((entry, value) -> info.part(entry).part(value));
      return info.bytes();
    }

    @Override
    public void close() {}
  }

  private record Hsm(String name) implements HsmMasterKey {
    @Override
    public String identity() {
      return name;
    }

    @Override
    public String reference() {
      return "fake:" + name;
    }

    @Override
    public byte[] wrap(byte[] key, byte[] aad) throws SQLException {
      failIfAsked(name);
      return AesGcm.wrap(key(name), SecretBytes.copyOf(key), aad);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] aad) throws SQLException {
      return FakeMasterKeyProvider.unwrap(name, wrapped, aad);
    }

    @Override
    public void close() {}
  }
}
