package io.github.cofferjdbc.value;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's type modifiers of the base types: {@code numeric(10,2)}, {@code bpchar(8)}, {@code
 * timestamp(3)}. No state.
 */
public final class TypeModifier {

  /** Of a type without one. */
  public static final int NONE = -1;

  private static final Pattern WRITTEN =
      Pattern.compile("([a-z0-9]+)(?: ?\\( ?([0-9]{1,4}) ?(?:, ?(-?[0-9]{1,4}) ?)?\\))?");

  private TypeModifier() {}

  /** Returns the modifier as it is written behind the type's name, or null if there is none. */
  public static @Nullable String text(BaseType base, int typmod) {
    if (typmod == NONE) {
      return null;
    }
    return switch (base) {
      case NUMERIC -> "(" + ((typmod - 4) >> 16) + "," + scale(typmod) + ")";
      case BPCHAR -> "(" + (typmod - 4) + ")";
      case TIME, TIMESTAMP, TIMESTAMPTZ -> "(" + typmod + ")";
      case BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, TEXT, BYTEA, DATE, UUID, JSON, JSONB -> null;
    };
  }

  /** The scale has 11 bits and a sign (numeric.c, numeric_typmod_scale). */
  static int scale(int typmod) {
    return (((typmod - 4) & 0x7ff) ^ 1024) - 1024;
  }

  /**
   * Returns the modifier of a type as it is written, such as {@code numeric(10,2)}.
   *
   * @return {@link #NONE} if the text has none; empty if it is not this type, or no modifier of it
   */
  public static Optional<Integer> parse(BaseType base, String written) {
    Matcher matcher = WRITTEN.matcher(written.strip());
    if (!matcher.matches() || !matcher.group(1).equals(base.typeName())) {
      return Optional.empty();
    }
    String first = matcher.group(2);
    String second = matcher.group(3);
    if (first == null) {
      return Optional.of(NONE);
    }
    int size = Integer.parseInt(first);
    return switch (base) {
      case NUMERIC -> numeric(size, second == null ? 0 : Integer.parseInt(second));
      case BPCHAR -> of(second == null && size > 0, size + 4);
      case TIME, TIMESTAMP, TIMESTAMPTZ -> of(second == null && size <= 6, size);
      case BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, TEXT, BYTEA, DATE, UUID, JSON, JSONB ->
          Optional.empty();
    };
  }

  private static Optional<Integer> numeric(int precision, int scale) {
    return of(
        precision >= 1 && precision <= 1000 && scale >= -1000 && scale <= 1000,
        ofNumeric(precision, scale));
  }

  /** Returns the modifier of {@code numeric(precision, scale)} (numeric.c, make_numeric_typmod). */
  public static int ofNumeric(int precision, int scale) {
    return ((precision << 16) | (scale & 0x7ff)) + 4;
  }

  private static Optional<Integer> of(boolean valid, int typmod) {
    return valid ? Optional.of(typmod) : Optional.empty();
  }
}
