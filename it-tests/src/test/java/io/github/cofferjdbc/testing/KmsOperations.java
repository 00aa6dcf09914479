package io.github.cofferjdbc.testing;

import java.math.BigDecimal;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations of the key service: a request's JSON in, an answer's JSON or an error out. */
final class KmsOperations {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MAX_PLAINTEXT = 4096;
  private static final int MAX_BLOB = 6144;

  private final KmsKeys keys;

  KmsOperations(KmsKeys keys) {
    this.keys = keys;
  }

  Map<String, @Nullable Object> run(String operation, KmsCall call) throws KmsError {
    return switch (operation) {
      case "CreateKey" -> Map.of("KeyMetadata", create(call).metadata());
      case "DescribeKey" -> Map.of("KeyMetadata", named(call, "KeyId").metadata());
      case "CreateAlias" -> createAlias(call);
      case "UpdateAlias" -> {
        keys.moveAlias(call.text("AliasName"), named(call, "TargetKeyId"));
        yield Map.of();
      }
      case "GenerateDataKey" -> generateDataKey(call);
      case "Encrypt" -> encrypt(call);
      case "Decrypt" -> decrypt(call);
      case "ReEncrypt" -> reEncrypt(call);
      case "DisableKey" -> changed(call, KmsKey.State.ENABLED, KmsKey.State.DISABLED);
      case "EnableKey" -> changed(call, KmsKey.State.DISABLED, KmsKey.State.ENABLED);
      case "RotateKeyOnDemand" -> {
        KmsKey key = named(call, "KeyId");
        key.requireUsable(operation);
        key.rotate();
        yield Map.of("KeyId", key.id());
      }
      case "ScheduleKeyDeletion" -> scheduleDeletion(call);
      case "CancelKeyDeletion" -> cancelDeletion(call);
      default -> throw KmsError.refusal("UnknownOperationException", null);
    };
  }

  private KmsKey create(KmsCall call) throws KmsError {
    String spec = Objects.requireNonNullElse(call.textOrNull("KeySpec"), "SYMMETRIC_DEFAULT");
    String usage = Objects.requireNonNullElse(call.textOrNull("KeyUsage"), "ENCRYPT_DECRYPT");
    for (KmsKey.Kind kind : KmsKey.Kind.values()) {
      if (kind.spec.equals(spec) && kind.usage.equals(usage)) {
        return keys.create(kind, false);
      }
    }
    throw KmsError.validation("KeyUsage " + usage + " is not compatible with KeySpec " + spec);
  }

  private Map<String, @Nullable Object> createAlias(KmsCall call) throws KmsError {
    String alias = call.text("AliasName");
    if (!alias.matches("alias/[a-zA-Z0-9:/_-]+")) {
      throw KmsError.refusal("InvalidAliasNameException", null);
    }
    if (alias.startsWith("alias/aws/")) {
      throw KmsError.refusal("NotAuthorizedException", "alias/aws/ is reserved");
    }
    keys.alias(alias, named(call, "TargetKeyId"));
    return Map.of();
  }

  private Map<String, @Nullable Object> generateDataKey(KmsCall call) throws KmsError {
    KmsKey key = named(call, "KeyId");
    String spec = call.textOrNull("KeySpec");
    BigDecimal number = call.numberOrNull("NumberOfBytes");
    if ((spec == null) == (number == null)) {
      throw KmsError.validation(
          "Please specify either number of bytes or key spec, but not both or neither.");
    }
    int size;
    if (spec != null) {
      size =
          switch (spec) {
            case "AES_256" -> 32;
            case "AES_128" -> 16;
            default ->
                throw KmsError.validation(
                    "1 validation error detected: Value at 'keySpec' failed to satisfy constraint");
          };
    } else {
      size = Objects.requireNonNull(number).intValue();
      if (size < 1 || size > 1024) {
        throw KmsError.validation(
            "1 validation error detected: Value at 'numberOfBytes' failed to satisfy constraint:"
                + " Member must be between 1 and 1024");
      }
    }
    key.requireUsable("GenerateDataKey");
    call.refuseDryRun();
    byte[] dataKey = new byte[size];
    RANDOM.nextBytes(dataKey);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("CiphertextBlob", base64(key.encrypt(dataKey, call.context("EncryptionContext"))));
    answer.put("Plaintext", base64(dataKey));
    answer.put("KeyId", key.arn());
    Arrays.fill(dataKey, (byte) 0);
    return answer;
  }

  private Map<String, @Nullable Object> encrypt(KmsCall call) throws KmsError {
    KmsKey key = named(call, "KeyId");
    byte[] plaintext = call.bytes("Plaintext", MAX_PLAINTEXT);
    requireSymmetric(call, "EncryptionAlgorithm");
    key.requireUsable("Encrypt");
    call.refuseDryRun();
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("CiphertextBlob", base64(key.encrypt(plaintext, call.context("EncryptionContext"))));
    answer.put("KeyId", key.arn());
    answer.put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
    return answer;
  }

  private Map<String, @Nullable Object> decrypt(KmsCall call) throws KmsError {
    byte[] blob = call.bytes("CiphertextBlob", MAX_BLOB);
    requireSymmetric(call, "EncryptionAlgorithm");
    KmsKey key = keyOf(call, "KeyId", blob);
    key.requireUsable("Decrypt");
    byte[] plaintext = key.decrypt(blob, call.context("EncryptionContext"));
    call.refuseDryRun();
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("KeyId", key.arn());
    answer.put("Plaintext", base64(plaintext));
    answer.put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
    return answer;
  }

  private Map<String, @Nullable Object> reEncrypt(KmsCall call) throws KmsError {
    byte[] blob = call.bytes("CiphertextBlob", MAX_BLOB);
    KmsKey source = keyOf(call, "SourceKeyId", blob);
    KmsKey destination = named(call, "DestinationKeyId");
    source.requireUsable("ReEncryptFrom");
    destination.requireUsable("ReEncryptTo");
    byte[] plaintext = source.decrypt(blob, call.context("SourceEncryptionContext"));
    call.refuseDryRun();
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put(
        "CiphertextBlob",
        base64(destination.encrypt(plaintext, call.context("DestinationEncryptionContext"))));
    answer.put("SourceKeyId", source.arn());
    answer.put("KeyId", destination.arn());
    answer.put("SourceEncryptionAlgorithm", "SYMMETRIC_DEFAULT");
    answer.put("DestinationEncryptionAlgorithm", "SYMMETRIC_DEFAULT");
    return answer;
  }

  /** Returns the key that made the blob; a request that names another one is refused. */
  private KmsKey keyOf(KmsCall call, String field, byte[] blob) throws KmsError {
    KmsKey wanted = call.textOrNull(field) == null ? null : named(call, field);
    String id = KmsKey.keyIdOf(blob);
    KmsKey made = id == null ? null : keys.byId(id);
    if (made == null) {
      throw KmsKey.invalidCiphertext();
    }
    if (wanted != null && wanted != made) {
      throw KmsError.refusal(
          "IncorrectKeyException",
          "The key ID in the request does not identify a CMK that can perform this operation.");
    }
    call.used(made);
    return made;
  }

  private Map<String, @Nullable Object> scheduleDeletion(KmsCall call) throws KmsError {
    KmsKey key = named(call, "KeyId");
    BigDecimal days = call.numberOrNull("PendingWindowInDays");
    if (days != null && (days.intValue() < 7 || days.intValue() > 30)) {
      throw KmsError.validation("1 validation error detected: 'pendingWindowInDays' is 7 to 30");
    }
    if (key.state() == KmsKey.State.PENDING_DELETION) {
      throw KmsError.refusal("KMSInvalidStateException", key.arn() + " is pending deletion.");
    }
    key.state(KmsKey.State.PENDING_DELETION);
    return Map.of("KeyId", key.arn(), "KeyState", key.state().wire);
  }

  private Map<String, @Nullable Object> cancelDeletion(KmsCall call) throws KmsError {
    KmsKey key = named(call, "KeyId");
    if (key.state() != KmsKey.State.PENDING_DELETION) {
      throw KmsError.refusal("KMSInvalidStateException", key.arn() + " is not pending deletion.");
    }
    key.state(KmsKey.State.DISABLED);
    return Map.of("KeyId", key.arn());
  }

  private Map<String, @Nullable Object> changed(KmsCall call, KmsKey.State from, KmsKey.State to)
      throws KmsError {
    KmsKey key = named(call, "KeyId");
    if (key.state() != from && key.state() != to) {
      throw KmsError.refusal(
          "KMSInvalidStateException", key.arn() + " is " + key.state().wire + ".");
    }
    key.state(to);
    return Map.of();
  }

  private KmsKey named(KmsCall call, String field) throws KmsError {
    KmsKey key = keys.find(call.text(field));
    call.used(key);
    return key;
  }

  private static void requireSymmetric(KmsCall call, String field) throws KmsError {
    String algorithm = call.textOrNull(field);
    if (algorithm != null && !algorithm.equals("SYMMETRIC_DEFAULT")) {
      throw KmsError.refusal(
          "InvalidKeyUsageException", "Algorithm " + algorithm + " is incompatible");
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
