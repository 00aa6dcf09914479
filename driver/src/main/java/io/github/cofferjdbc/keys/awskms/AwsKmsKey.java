package io.github.cofferjdbc.keys.awskms;

import io.github.cofferjdbc.audit.AuditEvent;
import io.github.cofferjdbc.audit.AuditLog;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.EnvelopeMasterKey;
import io.github.cofferjdbc.keys.spi.GeneratedKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/**
 * A symmetric key in AWS KMS. Every call names it by its ARN, so that neither an alias that was
 * moved nor a ciphertext of another key is ever believed, and carries the encryption context.
 *
 * <p>An application needs {@code kms:Decrypt} on the key, {@code init} also {@code
 * kms:GenerateDataKey} and {@code kms:DescribeKey}, the rotations what docs/keys.md says; whoever
 * names the key by an alias needs {@code kms:DescribeKey} always.
 */
final class AwsKmsKey implements EnvelopeMasterKey {

  private static final int KEY_BYTES = 32;

  private final KmsKeyName name;
  private final String region;
  private final KmsConnection connection;
  private final KmsFailures failures;
  private final Optional<AuditLog> audit;
  private @Nullable String arn;

  private AwsKmsKey(
      KmsKeyName name, String region, KmsConnection connection, Optional<AuditLog> audit) {
    this.name = name;
    this.region = region;
    this.connection = connection;
    this.audit = audit;
    this.failures = new KmsFailures(this::state);
    this.arn = name.alias() ? null : name.text();
  }

  static AwsKmsKey open(KmsKeyName name, String region, KmsEndpoint endpoint, Settings settings)
      throws SQLException {
    return new AwsKmsKey(
        name, region, KmsConnection.open(region, endpoint, settings), AuditLog.of(settings));
  }

  /** Asks KMS whether the key can be a master key, and refuses it by name if not. */
  void requireFit() throws SQLException {
    try {
      KeyMetadata key = describe();
      String wrong = wrong(key);
      if (wrong != null) {
        throw KeyFailure.MISCONFIGURED.exception(
            "The KMS key "
                + key.arn()
                + " cannot be a master key: "
                + wrong
                + ". Make a customer managed key with spec SYMMETRIC_DEFAULT and usage"
                + " ENCRYPT_DECRYPT for Coffer.");
      }
      if (key.keyState() != KeyState.ENABLED) {
        throw KeyFailure.DENIED.exception(
            "The KMS key "
                + key.arn()
                + " is not enabled; its state is "
                + key.keyStateAsString()
                + ".");
      }
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  private static @Nullable String wrong(KeyMetadata key) {
    if (key.keyManager() != KeyManagerType.CUSTOMER) {
      return "it is an AWS managed key, which AWS lets only its own services use";
    }
    if (key.keyUsage() != KeyUsageType.ENCRYPT_DECRYPT) {
      return "its usage is " + key.keyUsageAsString() + " (spec " + key.keySpecAsString() + ")";
    }
    if (key.keySpec() != KeySpec.SYMMETRIC_DEFAULT) {
      return "it is an asymmetric key, of spec " + key.keySpecAsString();
    }
    return null;
  }

  @Override
  public String identity() throws SQLException {
    String known = arn;
    if (known == null) {
      known = describe().arn();
      arn = known;
    }
    return known;
  }

  @Override
  public String reference() throws SQLException {
    return AwsKmsProvider.SCHEME + ":" + identity();
  }

  @Override
  public GeneratedKey generateClusterKey(Map<String, String> context) throws SQLException {
    String keyArn = identity();
    GenerateDataKeyResponse answer =
        call(
            "kms:GenerateDataKey",
            keyArn,
            () ->
                client()
                    .generateDataKey(
                        request ->
                            request
                                .keyId(keyArn)
                                .keySpec(DataKeySpec.AES_256)
                                .encryptionContext(context)));
    return new GeneratedKey(
        plaintext(keyArn, answer.keyId(), answer.plaintext()),
        answer.ciphertextBlob().asByteArray());
  }

  @Override
  public byte[] unwrapClusterKey(byte[] wrapped, Map<String, String> context) throws SQLException {
    String keyArn = identity();
    DecryptResponse answer =
        call(
            "kms:Decrypt",
            keyArn,
            () ->
                client()
                    .decrypt(
                        request ->
                            request
                                .keyId(keyArn)
                                .encryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                                .encryptionContext(context)
                                .ciphertextBlob(SdkBytes.fromByteArray(wrapped))));
    return plaintext(keyArn, answer.keyId(), answer.plaintext());
  }

  @Override
  public byte[] wrapClusterKey(byte[] key, Map<String, String> context) throws SQLException {
    String keyArn = identity();
    EncryptResponse answer =
        call(
            "kms:Encrypt",
            keyArn,
            () ->
                client()
                    .encrypt(
                        request ->
                            request
                                .keyId(keyArn)
                                .encryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                                .encryptionContext(context)
                                .plaintext(SdkBytes.fromByteArray(key))));
    return ciphertext(keyArn, answer.keyId(), answer.ciphertextBlob());
  }

  /** Both keys must be in one region: the service that wraps must hold the other key too. */
  @Override
  public Optional<byte[]> rewrapClusterKey(
      byte[] wrapped, EnvelopeMasterKey wrappedBy, Map<String, String> context)
      throws SQLException {
    if (!(wrappedBy instanceof AwsKmsKey source) || !source.region.equals(region)) {
      return Optional.empty();
    }
    String sourceArn = source.identity();
    String keyArn = identity();
    ReEncryptResponse answer =
        call(
            "kms:ReEncrypt",
            keyArn,
            () ->
                client()
                    .reEncrypt(
                        request ->
                            request
                                .sourceKeyId(sourceArn)
                                .sourceEncryptionContext(context)
                                .destinationKeyId(keyArn)
                                .destinationEncryptionContext(context)
                                .ciphertextBlob(SdkBytes.fromByteArray(wrapped))));
    return Optional.of(ciphertext(keyArn, answer.keyId(), answer.ciphertextBlob()));
  }

  private static byte[] ciphertext(String wanted, @Nullable String used, @Nullable SdkBytes bytes)
      throws SQLException {
    if (!wanted.equals(used) || bytes == null || bytes.asByteArrayUnsafe().length == 0) {
      throw KeyFailure.DENIED.exception(
          "KMS did not answer with a ciphertext of " + wanted + "; check coffer.kmsEndpoint.");
    }
    return bytes.asByteArray();
  }

  /** Returns the bytes of an answer, which nobody else holds, if it is of the right key. */
  private static byte[] plaintext(String wanted, @Nullable String used, @Nullable SdkBytes bytes)
      throws SQLException {
    if (!wanted.equals(used) || bytes == null || bytes.asByteArrayUnsafe().length != KEY_BYTES) {
      throw KeyFailure.DENIED.exception(
          "KMS did not answer with a 256-bit key of " + wanted + "; check coffer.kmsEndpoint.");
    }
    return bytes.asByteArrayUnsafe();
  }

  private KeyMetadata describe() throws SQLException {
    KeyMetadata metadata =
        call("kms:DescribeKey", name.text(), () -> described(name.text())).keyMetadata();
    if (metadata == null || metadata.arn() == null) {
      throw KeyFailure.DENIED.exception(
          "KMS did not describe the key " + name.text() + "; check coffer.kmsEndpoint.");
    }
    return metadata;
  }

  /** Returns the state that KMS tells for the key, or null if it tells none. */
  private @Nullable KeyState state(String keyId) {
    return described(keyId).keyMetadata().keyState();
  }

  /** The one call that has no encryption context, and that nobody above sees: recorded here. */
  private DescribeKeyResponse described(String keyId) {
    AuditEvent event =
        new AuditEvent("kms.amazonaws.com", "DescribeKey", true, Map.of(), Map.of("keyId", keyId));
    try {
      DescribeKeyResponse answer = client().describeKey(request -> request.keyId(keyId));
      record(event);
      return answer;
    } catch (SdkException e) {
      record(event.failed(e.getClass().getSimpleName(), null));
      throw e;
    }
  }

  private void record(AuditEvent event) {
    if (audit.isPresent()) {
      try {
        audit.get().append(event);
      } catch (IOException e) {
        throw new UncheckedIOException("the audit log cannot be written", e);
      }
    }
  }

  private KmsClient client() {
    return connection.client();
  }

  private <T> T call(String operation, String keyId, Supplier<T> call) throws SQLException {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw failures.exception(operation, keyId, e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  @Override
  public String toString() {
    return AwsKmsProvider.SCHEME + ":" + name.text();
  }
}
