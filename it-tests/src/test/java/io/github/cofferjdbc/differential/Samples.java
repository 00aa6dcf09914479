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

  /** Without NaN, for which pgjdbc has no element in an array of numeric. */
  private static List<String> texts(Type type) {
    return type.domain() == Type.Domain.PRICE
        ? List.of("0", "1", "1.00", "-1.50", "12345678.91")
        : texts(type.base());
  }

  /** Returns a text of the type, of an array's element. */
  String text(Type type) {
    return dice.of(texts(type));
  }

  /** Returns a text of the type, of an array the whole, or in one of eight cases null. */
  @Nullable String textOrNull(Type type) {
    return dice.chance(12) ? null : type.array() ? array(type, 0).inBraces() : text(type);
  }

  /** Returns a value to compare with; its literal may have another type that compares as well. */
  Hole comparand(Type type) {
    return type.array()
        ? array(type, 0)
        : value(type, dice.chance(5) ? null : text(type), bareCompares(type.base()));
  }

  /**
   * Returns one of several values to compare with. A bare number beside parameters makes a type
   * with a {@code real} column that is known only when they are set, so it has its type here.
   */
  Hole listed(Type type) {
    boolean bare = bareCompares(type.base()) && type.base() != BaseType.FLOAT4;
    return type.array() ? array(type, 0) : value(type, dice.chance(5) ? null : text(type), bare);
  }

  /** Returns a value whose literal alone would not change the type of what it meets. */
  Hole companion(Type type) {
    return type.array()
        ? array(type, 0)
        : value(
            type,
            dice.chance(12) ? null : text(type),
            bareCompares(type.base()) && type.base() != BaseType.INT2);
  }

  /** Returns a value whose literal says its type. */
  Hole typed(Type type) {
    if (type.array()) {
      return array(type, 0);
    }
    Value.Style style = dice.of(Value.Style.TYPED, Value.Style.CAST, Value.Style.LONG_CAST);
    return new Value(type.base(), text(type), style, dice.chance(25));
  }

  private Value value(Type type, @Nullable String text, boolean bare) {
    List<Value.Style> styles = new ArrayList<>(List.of(Value.Style.values()));
    if (!bare || text == null || !text.matches("true|false|-?[0-9.]+(e[0-9]+)?")) {
      styles.remove(Value.Style.BARE);
    }
    return new Value(type.base(), text, dice.of(styles), dice.chance(25));
  }

  private static boolean bareCompares(BaseType base) {
    return switch (base) {
      case BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC -> true;
      default -> false;
    };
  }

  /** Returns an array to compare with the elements of. */
  ArrayValue array(Type element) {
    return array(element, 1);
  }

  private ArrayValue array(Type element, int least) {
    List<@Nullable String> texts = new ArrayList<>();
    int count = least + dice.below(4);
    for (int i = 0; i < count; i++) {
      texts.add(i > 0 && dice.chance(12) ? null : text(element));
    }
    ArrayValue.Style style = dice.of(ArrayValue.Style.values());
    if (count == 0 && style == ArrayValue.Style.TYPED_ELEMENTS) {
      style = ArrayValue.Style.CAST; // ARRAY[] has no type
    }
    return new ArrayValue(element.base(), texts, style, dice.chance(25));
  }
}
