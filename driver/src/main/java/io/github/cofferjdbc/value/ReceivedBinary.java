package io.github.cofferjdbc.value;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Values in binary format from a client, checked and made canonical as PostgreSQL receives them.
 */
final class ReceivedBinary {

  private ReceivedBinary() {}

  static byte[] receive(BaseType type, byte[] binary) throws SQLException {
    return switch (type) {
      case BOOL -> {
        length(type, binary, 1);
        yield binary[0] == 0 || binary[0] == 1 ? binary : new byte[] {1};
      }
      case INT2 -> length(type, binary, 2);
      case INT4, FLOAT4 -> length(type, binary, 4);
      case INT8, FLOAT8 -> length(type, binary, 8);
      case UUID -> length(type, binary, 16);
      case BYTEA -> binary;
      case TEXT, BPCHAR -> text(binary);
      case NUMERIC -> numeric(binary);
      case DATE -> {
        length(type, binary, 4);
        yield inRange(type, binary, DateTimeBinary.isDate(Binary.getInt(binary, 0)));
      }
      case TIME -> {
        length(type, binary, 8);
        long time = Binary.getLong(binary, 0);
        yield inRange(type, binary, time >= 0 && time <= DateTimeBinary.MICROS_PER_DAY);
      }
      case TIMESTAMP, TIMESTAMPTZ -> {
        length(type, binary, 8);
        yield inRange(type, binary, DateTimeBinary.isTimestamp(Binary.getLong(binary, 0)));
      }
      case JSON -> {
        text(binary);
        yield JsonText.parse(new String(binary, StandardCharsets.UTF_8));
      }
      case JSONB -> jsonb(binary);
    };
  }

  private static byte[] length(BaseType type, byte[] binary, int length) throws SQLException {
    if (binary.length != length) {
      throw malformed(type);
    }
    return binary;
  }

  private static byte[] inRange(BaseType type, byte[] binary, boolean fits) throws SQLException {
    if (!fits) {
      throw DataError.dateTimeOverflow(type);
    }
    return binary;
  }

  private static byte[] text(byte[] binary) throws SQLException {
    if (!Utf8.isValid(binary)) {
      throw Utf8.notText();
    }
    return binary;
  }

  private static byte[] jsonb(byte[] binary) throws SQLException {
    if (binary.length == 0 || binary[0] != JsonbText.VERSION) {
      throw malformed(BaseType.JSONB);
    }
    byte[] text = text(Arrays.copyOfRange(binary, 1, binary.length));
    return JsonbText.parse(new String(text, StandardCharsets.UTF_8));
  }

  /** Drops zero groups at both ends and digits beyond dscale. */
  private static byte[] numeric(byte[] binary) throws SQLException {
    if (binary.length < NumericBinary.HEADER
        || binary.length != NumericBinary.HEADER + 2 * NumericBinary.groups(binary)) {
      throw malformed(BaseType.NUMERIC);
    }
    int sign = NumericBinary.sign(binary);
    int dscale = NumericBinary.dscale(binary);
    if (sign == NumericBinary.NAN
        || sign == NumericBinary.INFINITY
        || sign == NumericBinary.MINUS_INFINITY) {
      return NumericBinary.special(sign);
    }
    if ((sign != NumericBinary.POSITIVE && sign != NumericBinary.NEGATIVE)
        || dscale > NumericBinary.MAX_DSCALE) {
      throw malformed(BaseType.NUMERIC);
    }
    int count = NumericBinary.groups(binary);
    int[] groups = new int[count];
    for (int i = 0; i < count; i++) {
      groups[i] = NumericBinary.group(binary, i);
      if (groups[i] < 0 || groups[i] > 9999) {
        throw malformed(BaseType.NUMERIC);
      }
    }
    return normal(groups, NumericBinary.weight(binary), sign, dscale);
  }

  private static byte[] normal(int[] groups, int weight, int sign, int dscale) {
    truncate(groups, weight, dscale);
    int first = 0;
    while (first < groups.length && groups[first] == 0) {
      first++;
    }
    int last = groups.length;
    while (last > first && groups[last - 1] == 0) {
      last--;
    }
    if (first == last) {
      return NumericBinary.header(0, 0, NumericBinary.POSITIVE, dscale);
    }
    byte[] normal = NumericBinary.header(last - first, weight - first, sign, dscale);
    for (int i = first; i < last; i++) {
      Binary.putShort(normal, NumericBinary.HEADER + 2 * (i - first), groups[i]);
    }
    return normal;
  }

  private static void truncate(int[] groups, int weight, int dscale) {
    for (int i = 0; i < groups.length; i++) {
      // Decimal places that this group holds beyond those that are shown.
      int beyond = (i - weight) * 4 - dscale;
      if (beyond >= 4) {
        groups[i] = 0;
      } else if (beyond > 0) {
        int unit = beyond == 1 ? 10 : beyond == 2 ? 100 : 1000;
        groups[i] -= groups[i] % unit;
      }
    }
  }

  private static SQLException malformed(BaseType type) {
    return DataError.of("22P03", "incorrect binary data format for type " + type.typeName());
  }
}
