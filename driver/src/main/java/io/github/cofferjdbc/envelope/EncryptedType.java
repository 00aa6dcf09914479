package io.github.cofferjdbc.envelope;

import io.github.cofferjdbc.value.BaseType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  private static final List<EncryptedType> BUILT_IN = allBuiltIn();

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

  /** Returns every built-in type, by base type and mode. */
  public static List<EncryptedType> builtIns() {
    return BUILT_IN;
  }

  /** Returns the built-in type whose domain has this name, or empty. */
  public static Optional<EncryptedType> ofDomainName(String name) {
    for (EncryptedType type : BUILT_IN) {
      if (type.domainName().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private static List<EncryptedType> allBuiltIn() {
    List<EncryptedType> types = new ArrayList<>();
    for (BaseType base : BaseType.all()) {
      for (Mode mode : Mode.values()) {
        if (mode.supports(base)) {
          types.add(builtIn(base, mode));
        }
      }
    }
    return List.copyOf(types);
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
