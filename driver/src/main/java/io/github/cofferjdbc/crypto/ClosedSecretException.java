package io.github.cofferjdbc.crypto;

/** A key was used after it had been closed, by its owner or because access to it was withdrawn. */
public final class ClosedSecretException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  public ClosedSecretException() {
    super("The key is closed");
  }
}
