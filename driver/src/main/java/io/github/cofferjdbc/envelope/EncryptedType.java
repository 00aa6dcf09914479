package io.github.cofferjdbc.envelope;

import io.github.cofferjdbc.value.BaseType;

/**
 * An encrypted type: base type, mode and scope. Two columns of equal encrypted types share keys.
 *
 * <p>Immutable and thread safe.
 *
 * @param base the type of the plaintext
 * @param mode how it is encrypted
 * @param scope 0 for the built-in types, from 1 for registered ones (docs/format.md)
 */
public record EncryptedType(BaseType base, Mode mode, int scope) {

  /** Makes a type; a mode that the base type does not support, or a negative scope, is a bug. */
  public EncryptedType {
    if (!mode.supports(base)) {
      throw new IllegalArgumentException(base.typeName() + " has no mode " + mode.suffix());
    }
    if (scope < 0) {
      throw new IllegalArgumentException("negative scope");
    }
  }

  /** Returns the built-in type of this base and mode. */
  public static EncryptedType builtIn(BaseType base, Mode mode) {
    return new EncryptedType(base, mode, 0);
  }

  /** Returns the base type whose id and encoding the stored values carry. */
  public BaseType storedBase() {
    return mode.deterministic() ? base.searchable() : base;
  }

  /** Returns the name of the built-in domain of this base and mode, such as {@code text_eq}. */
  public String domainName() {
    return base.typeName() + "_" + mode.suffix();
  }

  @Override
  public String toString() {
    return scope == 0 ? domainName() : domainName() + "(scope " + scope + ")";
  }
}
