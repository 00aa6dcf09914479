package io.github.cofferjdbc.crypto;

import java.security.GeneralSecurityException;

/**
 * A ciphertext was not made under this key and this associated data, or was changed. It says
 * nothing about which, and carries no cause.
 */
public final class NotAuthenticException extends GeneralSecurityException {

  private static final long serialVersionUID = 1L;

  public NotAuthenticException() {
    super("not authentic");
  }
}
