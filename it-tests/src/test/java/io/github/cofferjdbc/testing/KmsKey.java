package io.github.cofferjdbc.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key of the test's key service: AES-256-GCM with the sorted encryption context as AAD. Thread
 * safe.
 *
 * <p>A ciphertext blob is: format (1 byte), key id (16), version of the material (4), nonce (12),
 * ciphertext, tag (16). The first 33 bytes are authenticated as well.
 */
public final class KmsKey {

  /** What a key is for. */
  public enum Kind {
    SYMMETRIC("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"),
    RSA_ENCRYPT("RSA_2048", "ENCRYPT_DECRYPT"),
    RSA_SIGN("RSA_2048", "SIGN_VERIFY"),
    EC_SIGN("ECC_NIST_P256", "SIGN_VERIFY"),
    EC_AGREE("ECC_NIST_P256", "KEY_AGREEMENT"),
    HMAC("HMAC_256", "GENERATE_VERIFY_MAC");

    final String spec;
    final String usage;

    Kind(String spec, String usage) {
      this.spec = spec;
      this.usage = usage;
    }
  }

  /** The real service's key states that this one knows. */
  public enum State {
    ENABLED("Enabled"),
    DISABLED("Disabled"),
    PENDING_DELETION("PendingDeletion"),
    PENDING_IMPORT("PendingImport"),
    UNAVAILABLE("Unavailable");

    final String wire;

    State(String wire) {
      this.wire = wire;
    }
  }

  private static final int FORMAT = 1;
  private static final int HEADER = 1 + 16 + 4 + 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final UUID id;
  private final String arn;
  private final String account;
  private final Kind kind;
  private final boolean awsManaged;
  private final Instant created = Instant.now();
  private final List<SecretKeySpec> materials = new ArrayList<>();
  private volatile State state = State.ENABLED;

  KmsKey(String region, String account, Kind kind, boolean awsManaged) {
    this.id = UUID.randomUUID();
    this.arn = "arn:aws:kms:" + region + ":" + account + ":key/" + id;
    this.account = account;
    this.kind = kind;
    this.awsManaged = awsManaged;
    rotate();
  }

  /** Returns the key's id, a UUID. */
  public String id() {
    return id.toString();
  }

  public String arn() {
    return arn;
  }

  public State state() {
    return state;
  }

  /** Puts the key into a state that no operation of this server leads to, such as unavailable. */
  public void state(State wanted) {
    state = wanted;
  }

  /** Encrypts with new material from now on; the old still decrypts. */
  public void rotate() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    synchronized (materials) {
      materials.add(new SecretKeySpec(bytes, "AES"));
    }
  }

  /** Refuses what the key is not for, or cannot do in its state. */
  void requireUsable(String operation) throws KmsError {
    if (awsManaged) {
      throw KmsError.refusal(
          "AccessDeniedException",
          "User: arn:aws:iam::"
              + account
              + ":user/app is not authorized to perform: kms:"
              + operation
              + " on resource: "
              + arn
              + " because no resource-based policy allows the kms:"
              + operation
              + " action");
    }
    if (kind != Kind.SYMMETRIC) {
      throw KmsError.refusal(
          "InvalidKeyUsageException",
          arn
              + " key usage is "
              + kind.usage
              + " and its spec is "
              + kind.spec
              + ", which is not valid for "
              + operation
              + ".");
    }
    switch (state) {
      case ENABLED -> {}
      case DISABLED -> throw KmsError.refusal("DisabledException", arn + " is disabled.");
      case PENDING_DELETION ->
          throw KmsError.refusal("KMSInvalidStateException", arn + " is pending deletion.");
      case PENDING_IMPORT ->
          throw KmsError.refusal("KMSInvalidStateException", arn + " is pending import.");
      case UNAVAILABLE ->
          throw KmsError.refusal("KMSInvalidStateException", arn + " is unavailable.");
    }
  }

  byte[] encrypt(byte[] plaintext, Map<String, String> context) {
    int version;
    SecretKeySpec material;
    synchronized (materials) {
      version = materials.size();
      material = materials.get(version - 1);
    }
    byte[] nonce = new byte[12];
    RANDOM.nextBytes(nonce);
    byte[] header =
        ByteBuffer.allocate(HEADER)
            .put((byte) FORMAT)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .putInt(version)
            .put(nonce)
            .array();
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, material, header, context).doFinal(plaintext);
      return ByteBuffer.allocate(HEADER + sealed.length).put(header).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] decrypt(byte[] blob, Map<String, String> context) throws KmsError {
    int version = ByteBuffer.wrap(blob).getInt(17);
    SecretKeySpec material;
    synchronized (materials) {
      if (version < 1 || version > materials.size()) {
        throw invalidCiphertext();
      }
      material = materials.get(version - 1);
    }
    byte[] header = Arrays.copyOf(blob, HEADER);
    try {
      return cipher(Cipher.DECRYPT_MODE, material, header, context)
          .doFinal(blob, HEADER, blob.length - HEADER);
    } catch (GeneralSecurityException e) {
      throw invalidCiphertext();
    }
  }

  /** Returns the id of the key that made a blob, or null if it is none of this server's blobs. */
  static @Nullable String keyIdOf(byte[] blob) {
    if (blob.length < HEADER + 16 || blob[0] != FORMAT) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(blob, 1, 16);
    return new UUID(in.getLong(), in.getLong()).toString();
  }

  /** The real service says nothing more, so that nobody learns from it. */
  static KmsError invalidCiphertext() {
    return KmsError.refusal("InvalidCiphertextException", null);
  }

  private static Cipher cipher(
      int mode, SecretKeySpec material, byte[] header, Map<String, String> context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, material, new GCMParameterSpec(128, header, HEADER - 12, 12));
    cipher.updateAAD(header);
    cipher.updateAAD(canonical(context));
    return cipher;
  }

  private static byte[] canonical(Map<String, String> context) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      for (Map.Entry<String, String> entry : new TreeMap<>(context).entrySet()) {
        for (String part : List.of(entry.getKey(), entry.getValue())) {
          byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
          out.writeInt(utf8.length);
          out.write(utf8);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns DescribeKey's {@code KeyMetadata}. */
  Map<String, @Nullable Object> metadata() {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("AWSAccountId", account);
    metadata.put("KeyId", id());
    metadata.put("Arn", arn);
    metadata.put("CreationDate", BigDecimal.valueOf(created.toEpochMilli(), 3));
    metadata.put("Enabled", state == State.ENABLED);
    metadata.put("Description", "");
    metadata.put("KeyUsage", kind.usage);
    metadata.put("KeyState", state.wire);
    metadata.put("Origin", state == State.PENDING_IMPORT ? "EXTERNAL" : "AWS_KMS");
    metadata.put("KeyManager", awsManaged ? "AWS" : "CUSTOMER");
    metadata.put("CustomerMasterKeySpec", kind.spec);
    metadata.put("KeySpec", kind.spec);
    if (kind == Kind.SYMMETRIC) {
      metadata.put("EncryptionAlgorithms", List.of("SYMMETRIC_DEFAULT"));
    } else if (kind == Kind.RSA_ENCRYPT) {
      metadata.put("EncryptionAlgorithms", List.of("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"));
    }
    metadata.put("MultiRegion", false);
    return metadata;
  }

  @Override
  public String toString() {
    return arn;
  }
}
