package io.github.cofferjdbc.keys.awskms;

/** A key would have travelled over http to another machine. */
final class CleartextEndpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CleartextEndpointException() {
    super("the endpoint of KMS is not https", null, false, false);
  }
}
