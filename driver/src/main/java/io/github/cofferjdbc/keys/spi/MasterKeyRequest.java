package io.github.cofferjdbc.keys.spi;

import io.github.cofferjdbc.config.Settings;

/**
 * Which master key is wanted, and what for. Immutable and thread safe.
 *
 * @param reference the whole text of {@code coffer.masterKey}, scheme included; where that setting
 *     is absent, the reference that the key store holds
 * @param settings region, endpoint, profile, passwords; the only place from which a provider may
 *     take a module path, a PIN source or an endpoint beside a reference that the user gave
 * @param purpose what the key will be used for
 */
public record MasterKeyRequest(String reference, Settings settings, Purpose purpose) {

  /** What an opened master key will be used for. */
  public enum Purpose {
    /** Unwrapping and wrapping keys of a cluster that exists. Nothing is ever created. */
    USE,
    /**
     * Making a new cluster, or moving one to this key. The provider asks the key service at once
     * whether the key is fit (its kind, its usage, that it cannot be extracted), and {@code local:}
     * makes a missing file.
     */
    NEW_CLUSTER
  }

  /** Returns the reference without the scheme and its colon. */
  public String rest() {
    return reference.substring(reference.indexOf(':') + 1);
  }
}
