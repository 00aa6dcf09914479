package io.github.cofferjdbc.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.random.RandomGenerator;

/** Values in send format over the whole domain of a type, with its edges among them. */
final class RandomValues {

  private final RandomGenerator random;

  RandomValues(RandomGenerator random) {
    this.random = random;
  }

  byte[] next(BaseType type) throws SQLException {
    return switch (type) {
      case BOOL -> new byte[] {(byte) random.nextInt(2)};
      case INT2 -> Binary.int2(random.nextInt());
      case INT4 -> Binary.int4(random.nextInt() >> random.nextInt(32));
      case INT8 -> Binary.int8(random.nextLong() >> random.nextInt(64));
      case FLOAT4 -> Binary.int4(Float.floatToIntBits(Float.intBitsToFloat(random.nextInt())));
      case FLOAT8 -> Binary.int8(Double.doubleToLongBits(nextDouble()));
      case NUMERIC -> numeric();
      case TEXT, BPCHAR -> text().getBytes(StandardCharsets.UTF_8);
      case BYTEA -> bytes();
      case DATE -> Binary.int4(date());
      case TIME -> Binary.int8(random.nextLong(DateTimeBinary.MICROS_PER_DAY + 1));
      case TIMESTAMP, TIMESTAMPTZ -> Binary.int8(timestamp());
      case UUID -> {
        byte[] uuid = new byte[16];
        random.nextBytes(uuid);
        yield uuid;
      }
      case JSON -> json(3).getBytes(StandardCharsets.UTF_8);
      case JSONB -> JsonbText.parse(json(3));
    };
  }

  private double nextDouble() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(1_000_000) / 100.0;
      case 1 -> Math.scalb(1.0, random.nextInt(2098) - 1074);
      default -> Double.longBitsToDouble(random.nextLong());
    };
  }

  private byte[] numeric() throws SQLException {
    if (random.nextInt(20) == 0) {
      int[] signs = {NumericBinary.NAN, NumericBinary.INFINITY, NumericBinary.MINUS_INFINITY};
      return NumericBinary.special(signs[random.nextInt(3)]);
    }
    BigInteger digits =
        new BigInteger(1 + random.nextInt(400), new java.util.Random(random.nextLong()));
    BigDecimal value = new BigDecimal(digits, random.nextInt(200) - 50);
    return NumericText.of(random.nextBoolean() ? value : value.negate());
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      int c = random.nextInt(4) == 0 ? random.nextInt(1, 0x110000) : random.nextInt(1, 0x7F);
      text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? 'x' : c);
    }
    return text.toString();
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  private int date() {
    return switch (random.nextInt(12)) {
      case 0 -> DateTimeBinary.DATE_INFINITY;
      case 1 -> DateTimeBinary.DATE_MINUS_INFINITY;
      case 2 -> DateTimeBinary.MIN_DATE + random.nextInt(2);
      case 3 -> DateTimeBinary.END_DATE - 1 - random.nextInt(2);
      case 4, 5, 6 -> random.nextInt(-800_000, 20_000);
      default -> random.nextInt(DateTimeBinary.MIN_DATE, DateTimeBinary.END_DATE);
    };
  }

  private long timestamp() {
    return switch (random.nextInt(12)) {
      case 0 -> DateTimeBinary.INFINITY;
      case 1 -> DateTimeBinary.MINUS_INFINITY;
      case 2 -> DateTimeBinary.MIN_TIMESTAMP + random.nextInt(2);
      case 3 -> DateTimeBinary.END_TIMESTAMP - 1 - random.nextInt(2);
      case 4, 5, 6 -> random.nextLong(-40_000, 15_000) * 86_400_000_000L + random.nextInt();
      default -> random.nextLong(DateTimeBinary.MIN_TIMESTAMP, DateTimeBinary.END_TIMESTAMP);
    };
  }

  private String json(int depth) {
    return switch (depth == 0 ? random.nextInt(3) : random.nextInt(6)) {
      case 0 -> Integer.toString(random.nextInt());
      case 1 -> "\"" + text().replaceAll("[\\p{Cntrl}\"\\\\]", "\\\\t") + "\"";
      case 2 -> "null";
      case 3, 4 ->
          "{\"" + random.nextInt(3) + "\":" + json(depth - 1) + ",\"a\":" + json(depth - 1) + "}";
      default -> "[" + json(depth - 1) + "," + json(depth - 1) + "]";
    };
  }
}
