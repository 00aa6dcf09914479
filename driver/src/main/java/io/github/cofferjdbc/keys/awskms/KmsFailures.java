package io.github.cofferjdbc.keys.awskms;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.model.KeyState;

/**
 * Tells an outage from a denial in what the SDK throws.
 *
 * <p>An outage is the absence of an answer about the key: nobody there, nobody to ask as
 * (credentials), overload, a fault of the service. Overload comes with HTTP 400 from KMS, so the
 * status alone does not tell. Any other answer is a denial, and so is whatever is not understood.
 */
final class KmsFailures {

  private static final int SERVER_ERROR = 500;

  /** Faults of the service by name; the first four are KMS's, the others every AWS service's. */
  private static final Set<String> FAULTS =
      Set.of(
          "KMSInternalException",
          "DependencyTimeoutException",
          "KeyUnavailableException",
          "ThrottlingException",
          "InternalFailure",
          "InternalError",
          "ServiceUnavailable",
          "ServiceUnavailableException");

  /** Asks KMS once more, for the state of a key. */
  interface States {
    @Nullable KeyState of(String keyId);
  }

  private final States states;

  KmsFailures(States states) {
    this.states = states;
  }

  SQLException exception(String operation, String keyId, RuntimeException e) {
    if (e instanceof UncheckedIOException unwritten) {
      return KeyFailure.of(unwritten.getCause())
          .exception(
              "The audit log of coffer.auditLog cannot be written, so the answer to "
                  + operation
                  + " was not used: see to its folder, rights and space.",
              e);
    }
    if (e instanceof AwsServiceException answer) {
      return answer(operation, keyId, answer);
    }
    if (causedBy(e, CleartextEndpointException.class)) {
      return KeyFailure.MISCONFIGURED.exception(
          "The AWS configuration names an endpoint for KMS that is not https; keys are not"
              + " fetched from it.",
          e);
    }
    if (e instanceof SdkClientException) {
      return KeyFailure.OUTAGE.exception(
          operation + " on " + keyId + " got no answer from KMS: " + reason(e), e);
    }
    return KeyFailure.MISCONFIGURED.exception(
        operation + " on " + keyId + " could not be sent to KMS: " + reason(e), e);
  }

  private SQLException answer(String operation, String keyId, AwsServiceException e) {
    String code = code(e);
    if (e.isThrottlingException() || e.statusCode() >= SERVER_ERROR || FAULTS.contains(code)) {
      return KeyFailure.OUTAGE.exception(
          operation + " on " + keyId + " was not answered by KMS at the moment (" + code + ").", e);
    }
    if (code.equals("KMSInvalidStateException") && unavailable(keyId)) {
      return KeyFailure.OUTAGE.exception(
          operation + " on " + keyId + ": KMS says that the key is unavailable at the moment.", e);
    }
    return KeyFailure.DENIED.exception(
        operation + " on " + keyId + " was refused by KMS (" + code + "): " + advice(code, e), e);
  }

  private boolean unavailable(String keyId) {
    try {
      return states.of(keyId) == KeyState.UNAVAILABLE;
    } catch (RuntimeException e) {
      return false; // in doubt a denial; what counts is the answer that was got
    }
  }

  private static String advice(String code, AwsServiceException e) {
    return switch (code) {
      case "InvalidCiphertextException" ->
          "the wrapped cluster key is damaged, or was made under another encryption context.";
      case "IncorrectKeyException" -> "the wrapped cluster key was made by another KMS key.";
      case "DisabledException" -> "the key is disabled; enable it.";
      case "KMSInvalidStateException" -> "the key's state does not allow it. " + said(e);
      case "NotFoundException" -> "there is no such key in this account and region. " + said(e);
      case "InvalidKeyUsageException" -> "the key is not a symmetric key for encryption.";
      default -> said(e);
    };
  }

  /** Returns KMS's own words, which name principals, keys and operations. */
  private static String said(AwsServiceException e) {
    String message = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
    return message == null || message.isBlank() ? "no reason was given." : message.strip();
  }

  private static String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? "HTTP status " + e.statusCode() : code;
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  private static boolean causedBy(Throwable e, Class<? extends Throwable> type) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
