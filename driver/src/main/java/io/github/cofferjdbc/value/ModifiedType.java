package io.github.cofferjdbc.value;

import io.github.cofferjdbc.error.CofferState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A base type with a type modifier: what PostgreSQL does to a value that is stored in such a
 * column, and how it shows one. Immutable and thread safe.
 *
 * @param base the type
 * @param typmod PostgreSQL's type modifier
 */
public record ModifiedType(BaseType base, int typmod) {

  private static final int MICRO_DIGITS = 6;

  /** By the type as it is written; those that a key store has scopes of. */
  private static final Map<String, ModifiedType> KNOWN = new ConcurrentHashMap<>();

  /** Returns the type, or null if the modifier is null. */
  public static @Nullable ModifiedType of(BaseType base, @Nullable String modifier) {
    return modifier == null ? null : KNOWN.computeIfAbsent(base.typeName() + modifier, parse(base));
  }

  private static Function<String, ModifiedType> parse(BaseType base) {
    return written ->
        new ModifiedType(
            base,
            TypeModifier.parse(base, written)
                .orElseThrow(() -> new IllegalArgumentException("no modifier of " + base)));
  }

  /**
   * Returns the value as a column of the type stores it (the functions numeric, bpchar, time and
   * timestamp of PostgreSQL that take a modifier): rounded, or padded with blanks.
   *
   * @param binary a valid value of the base type in send format; not changed
   * @throws SQLException 22003 or 22001 if it does not fit
   */
  public byte[] assign(byte[] binary) throws SQLException {
    return switch (base) {
      case NUMERIC -> numeric(binary);
      case BPCHAR -> bpchar(binary);
      case TIME -> Binary.int8(rounded(Binary.getLong(binary, 0)));
      case TIMESTAMP, TIMESTAMPTZ -> {
        long timestamp = Binary.getLong(binary, 0);
        yield DateTimeBinary.isInfinite(timestamp) ? binary : Binary.int8(rounded(timestamp));
      }
      case BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, TEXT, BYTEA, DATE, UUID, JSON, JSONB ->
          throw new IllegalStateException("no modifiers of " + base);
    };
  }

  /**
   * Returns the value as {@link #assign} does, of a value that it does not change.
   *
   * @throws SQLException KE003 if it would be rounded or cut; as {@link #assign}
   */
  public byte[] unchanged(byte[] binary) throws SQLException {
    byte[] assigned = assign(binary);
    if (!Arrays.equals(Searchable.encode(base, assigned), Searchable.encode(base, binary))) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "a value that does not fit "
              + base.typeName()
              + TypeModifier.text(base, typmod)
              + " unchanged is refused there: round it in the application");
    }
    return assigned;
  }

  /**
   * Returns a value that was decoded from its searchable form as a column of the type shows it: the
   * form has lost the scale and the blanks that the modifier gives back.
   *
   * @param modifier null if the type has none
   */
  public static byte[] shown(BaseType base, @Nullable String modifier, byte[] binary) {
    ModifiedType modified = of(base, modifier);
    return modified == null ? binary : modified.shown(binary);
  }

  /** Returns a value that was decoded from its searchable form as a column of the type shows it. */
  public byte[] shown(byte[] binary) {
    if (base == BaseType.NUMERIC && NumericBinary.isFinite(binary)) {
      byte[] shown = binary.clone();
      Binary.putShort(
          shown, 6, Math.max(NumericBinary.leastDscale(binary), TypeModifier.scale(typmod)));
      return shown;
    }
    return base == BaseType.BPCHAR ? padded(binary, characters(binary)) : binary;
  }

  private byte[] numeric(byte[] binary) throws SQLException {
    if (NumericBinary.sign(binary) == NumericBinary.NAN) {
      return binary;
    }
    int scale = TypeModifier.scale(typmod);
    int precision = (typmod - 4) >> 16;
    if (NumericBinary.isFinite(binary)) {
      BigDecimal rounded = decimal(binary).setScale(scale, RoundingMode.HALF_UP);
      int digits = rounded.precision() - rounded.scale();
      if (rounded.signum() == 0 || digits <= precision - scale) {
        return NumericText.of(scale < 0 ? rounded.setScale(0, RoundingMode.UNNECESSARY) : rounded);
      }
    }
    throw DataError.of(
        DataError.OUT_OF_RANGE,
        "numeric field overflow: the type is numeric" + TypeModifier.text(base, typmod));
  }

  private static BigDecimal decimal(byte[] binary) {
    try {
      return new BigDecimal(new String(NumericText.print(binary), StandardCharsets.US_ASCII));
    } catch (MalformedValueException e) {
      throw new IllegalStateException("a valid numeric prints", e);
    }
  }

  private byte[] bpchar(byte[] text) throws SQLException {
    byte[] least = Searchable.withoutTrailingBlanks(text);
    int characters = characters(least);
    if (characters > typmod - 4) {
      throw DataError.of("22001", "value too long for type character(" + (typmod - 4) + ")");
    }
    return padded(least, characters);
  }

  private byte[] padded(byte[] text, int characters) {
    int blanks = Math.max(0, typmod - 4 - characters);
    byte[] padded = Arrays.copyOf(text, text.length + blanks);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }

  private static int characters(byte[] utf8) {
    int characters = 0;
    for (byte each : utf8) {
      characters += (each & 0xC0) == 0x80 ? 0 : 1;
    }
    return characters;
  }

  /** Half away from zero (timestamp.c, AdjustTimestampForTypmod). */
  private long rounded(long micros) {
    long unit = 1;
    for (int digits = typmod; digits < MICRO_DIGITS; digits++) {
      unit *= 10;
    }
    long half = unit / 2;
    return micros >= 0 ? (micros + half) / unit * unit : -((half - micros) / unit * unit);
  }
}
