package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.RecordJson;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 under the record key over a cluster's whole record. Whoever can write the key store
 * but has not the master key cannot make one; rolling back to an older record is not noticed by it
 * but by {@link SeenRevisions}. No state.
 */
final class RecordMac {

  private RecordMac() {}

  static byte[] of(ClusterRecord record, SecretBytes recordKey) {
    Provider provider = Security.getProvider("SunJCE");
    if (provider == null) {
      throw new IllegalStateException("Coffer needs the provider SunJCE of the JDK");
    }
    byte[] key = recordKey.copy();
    try {
      Mac mac = Mac.getInstance("HmacSHA256", provider);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(RecordJson.authenticated(record));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 failed", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Compares in constant time. */
  static boolean matches(byte[] mac, ClusterRecord record, SecretBytes recordKey) {
    return MessageDigest.isEqual(mac, of(record, recordKey));
  }
}
