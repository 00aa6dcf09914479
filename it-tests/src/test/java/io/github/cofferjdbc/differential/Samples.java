package io.github.cofferjdbc.differential;

import io.github.cofferjdbc.value.BaseType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of each type: few, so that they meet again in joins and groups, and at the edges. Used by
 * one thread.
 */
final class Samples {
  private final Dice dice;

  Samples(Dice dice) {
    this.dice = dice;
  }

  private static List<String> texts(BaseType base) {
    return switch (base) {
      case BOOL -> List.of("true", "false");
      case INT2 -> List.of("0", "1", "-1", "7", "32767", "-32768");
      case INT4 -> List.of("0", "1", "-1", "7", "32767", "2147483647", "-2147483648");
      case INT8 ->
          List.of("0", "1", "7", "2147483647", "9223372036854775807", "-9223372036854775808");
      case FLOAT4 ->
          List.of("0", "-0", "1", "1.5", "-2.25", "NaN", "Infinity", "3.4028235e38", "1e-45");
      case FLOAT8 -> List.of("0", "-0", "1", "1.5", "-2.25", "NaN", "-Infinity", "0.1", "1e308");
      case NUMERIC ->
          List.of(
              "0", "1", "1.0", "1.00", "-1.50", "123456789.123456789", "NaN", "0.000001", "1e20");
      case TEXT ->
          List.of(
              "", "a", "A", "a ", "ä€", "😀", "O'Brien", "back\\slash", "123-45-6789", "NULL", "1");
      case BPCHAR -> List.of("", " ", "a", "a ", "a   ", "bc", "ö");
      case BYTEA -> List.of("\\x", "\\x00", "\\xdeadbeef", "\\xec11", "\\x5c");
      case DATE ->
          List.of(
              "2024-02-29", "1999-12-31", "0001-01-01", "infinity", "-infinity", "0044-03-15 BC");
      case TIME -> List.of("00:00:00", "12:34:56.789012", "23:59:59.999999", "24:00:00");
      case TIMESTAMP ->
          List.of(
              "2024-02-29 12:00:00",
              "1999-12-31 23:59:59.999999",
              "infinity",
              "-infinity",
              "0044-03-15 00:00:00 BC");
      case TIMESTAMPTZ ->
          List.of(
              "2024-03-31 01:30:00+00",
              "2024-03-31 03:30:00+02",
              "1999-12-31 23:59:59.999999-05",
              "infinity",
              "-infinity");
      case UUID ->
          List.of(
              "00000000-0000-0000-0000-000000000000",
              "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
              "ffffffff-ffff-ffff-ffff-ffffffffffff");
      case JSON, JSONB -> List.of("null", "{\"a\": 1,  \"b\":[1.0, 1.00]}", "[]", "\"ä\"", "1e2");
    };
  }

  /** Returns a text of the type. */
  String text(BaseType base) {
    return dice.of(texts(base));
  }

  /** Returns a text of the type, or in one of eight cases null. */
  @Nullable String textOrNull(BaseType base) {
    return dice.chance(12) ? null : text(base);
  }

  /** Returns a value to compare with; its literal may have another type that compares as well. */
  Value comparand(BaseType base) {
    return value(base, dice.chance(5) ? null : text(base), bareCompares(base));
  }

  /**
   * Returns one of several values to compare with. A bare number beside parameters makes a type
   * with a {@code real} column that is known only when they are set, so it has its type here.
   */
  Value listed(BaseType base) {
    boolean bare = bareCompares(base) && base != BaseType.FLOAT4;
    return value(base, dice.chance(5) ? null : text(base), bare);
  }

  /** Returns a value whose literal alone would not change the type of what it meets. */
  Value companion(BaseType base) {
    return value(base, textOrNull(base), bareCompares(base) && base != BaseType.INT2);
  }

  /** Returns a value whose literal says its type. */
  Value typed(BaseType base) {
    Value.Style style = dice.of(Value.Style.TYPED, Value.Style.CAST, Value.Style.LONG_CAST);
    return new Value(base, text(base), style, dice.chance(25));
  }

  private Value value(BaseType base, @Nullable String text, boolean bare) {
    List<Value.Style> styles = new ArrayList<>(List.of(Value.Style.values()));
    if (!bare || text == null || !text.matches("true|false|-?[0-9.]+(e[0-9]+)?")) {
      styles.remove(Value.Style.BARE);
    }
    return new Value(base, text, dice.of(styles), dice.chance(25));
  }

  private static boolean bareCompares(BaseType base) {
    return switch (base) {
      case BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC -> true;
      default -> false;
    };
  }

  /** Returns an array to compare with the elements of. */
  ArrayValue array(BaseType base) {
    List<@Nullable String> texts = new ArrayList<>();
    int count = 1 + dice.below(4);
    for (int i = 0; i < count; i++) {
      texts.add(i > 0 && dice.chance(12) ? null : text(base));
    }
    return new ArrayValue(base, texts, dice.of(ArrayValue.Style.values()), dice.chance(25));
  }
}
