package io.github.cofferjdbc.envelope;

import io.github.cofferjdbc.value.BaseType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a protected column is encrypted, and with it what the server can do with its values.
 *
 * <p>The id stands in the low bits of byte 1 of every stored value. Immutable and thread safe.
 */
public enum Mode {
  /** Randomized: AES-256-GCM under the data key of a block. The server learns only the length. */
  RANDOM(0),
  /** Equality: AES-SIV; equal plaintexts of one scope are equal bytes. */
  EQ(1),
  /** Equality and order. */
  ORDERED(2),
  /** Pattern match on text by tokens. */
  MATCH(3);

  private static final List<Mode> ALL = List.of(values());

  private final int id;

  Mode(int id) {
    this.id = id;
  }

  /** Returns the mode with this id, or empty if there is none. */
  public static Optional<Mode> ofId(int id) {
    return id >= 0 && id < ALL.size() ? Optional.of(ALL.get(id)) : Optional.empty();
  }

  /** Returns the id in a stored value, 0 to 7. */
  public int id() {
    return id;
  }

  /** Returns the suffix of the domains of this mode: {@code random}, {@code eq} and so on. */
  public String suffix() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Tells whether values of this base type can have this mode. */
  public boolean supports(BaseType base) {
    return switch (this) {
      case RANDOM -> true;
      case EQ -> base != BaseType.JSON && base != BaseType.JSONB;
      case ORDERED -> base != BaseType.BOOL && base != BaseType.JSON && base != BaseType.JSONB;
      case MATCH -> base == BaseType.TEXT;
    };
  }

  /** Tells whether equal plaintexts of one scope have equal stored bytes in this mode. */
  public boolean deterministic() {
    return this == EQ || this == ORDERED;
  }
}
