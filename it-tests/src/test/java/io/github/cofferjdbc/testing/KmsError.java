package io.github.cofferjdbc.testing;

import org.jspecify.annotations.Nullable;

/** An answer of the key service other than success; the name is the wire's {@code __type}. */
final class KmsError extends Exception {
  private static final long serialVersionUID = 1;

  private final String type;
  private final int status;

  KmsError(String type, int status, @Nullable String message) {
    super(message, null, false, false);
    this.type = type;
    this.status = status;
  }

  /** A refusal of the request as it is: HTTP status 400. */
  static KmsError refusal(String type, @Nullable String message) {
    return new KmsError(type, 400, message);
  }

  static KmsError validation(String message) {
    return refusal("ValidationException", message);
  }

  String type() {
    return type;
  }

  int status() {
    return status;
  }
}
