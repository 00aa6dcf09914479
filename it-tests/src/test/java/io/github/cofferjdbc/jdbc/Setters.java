package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.value.BaseType;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.postgresql.util.PGobject;

/** Every way to set a parameter, with values that some base type takes. */
@SuppressWarnings("deprecation") // the deprecated ways too
final class Setters {

  /** Sets a parameter. */
  interface Setter {
    void set(PreparedStatement statement, int index) throws SQLException;
  }

  private final Map<String, Setter> all = new LinkedHashMap<>();

  private Setters() {}

  /** Returns the setters by name. */
  static Map<String, Setter> all(BaseType type) {
    Setters setters = new Setters();
    setters.numbers();
    setters.texts(texts(type));
    setters.times();
    setters.others();
    setters.nulls();
    setters.typed(texts(type));
    return setters.all;
  }

  private void add(String name, Setter setter) {
    if (all.put(name, setter) != null) {
      throw new IllegalStateException(name);
    }
  }

  /** Returns texts that the type reads, and one that it does not. */
  static List<String> texts(BaseType type) {
    return switch (type) {
      case BOOL -> List.of("true", "f", "maybe");
      case INT2 -> List.of("12", "-32768", "32768", "1.5");
      case INT4 -> List.of("12", "-2147483648", "2147483648", "x");
      case INT8 -> List.of("12", "-9223372036854775808", "9223372036854775808", "");
      case FLOAT4 -> List.of("1.5", "NaN", "-Infinity", "1e39", "x");
      case FLOAT8 -> List.of("1.5", "NaN", "Infinity", "-0", "1e309", "x");
      case NUMERIC -> List.of("1.50", "NaN", "0.000001", "123456789012345678901234567890", "1,5");
      case TEXT -> List.of("Grüße, 世界", "", "  blanks  ", "1", "2020-01-02", "true");
      case BPCHAR -> List.of("Grüße", "", "  blanks  ", "1");
      case BYTEA -> List.of("\\x0102ff", "abc", "\\x1");
      case DATE -> List.of("2020-02-29", "infinity", "0044-03-15 BC", "2021-02-29", "x");
      case TIME -> List.of("12:34:56.789012", "24:00:00", "25:00", "x");
      case TIMESTAMP -> List.of("2020-02-29 12:34:56.789012", "-infinity", "2020-13-01", "x");
      case TIMESTAMPTZ ->
          List.of("2020-02-29 12:34:56.789012+01", "infinity", "2020-07-01 00:00", "x");
      case UUID -> List.of("123e4567-e89b-12d3-a456-426614174000", "x");
      case JSON, JSONB -> List.of("{\"b\": 1, \"a\": [true, null]}", "7", "{");
    };
  }

  private void numbers() {
    add("boolean", (to, at) -> to.setBoolean(at, true));
    add("byte", (to, at) -> to.setByte(at, (byte) 7));
    add("short", (to, at) -> to.setShort(at, (short) -7));
    add("int", (to, at) -> to.setInt(at, 70_000));
    add("int 1", (to, at) -> to.setInt(at, 1));
    add("long", (to, at) -> to.setLong(at, 5_000_000_000L));
    add("float", (to, at) -> to.setFloat(at, 1.1f));
    add("double", (to, at) -> to.setDouble(at, 1.1));
    add("double NaN", (to, at) -> to.setDouble(at, Double.NaN));
    add("double -0", (to, at) -> to.setDouble(at, -0.0));
    add("decimal", (to, at) -> to.setBigDecimal(at, new BigDecimal("12.50")));
    add("decimal 7", (to, at) -> to.setBigDecimal(at, new BigDecimal("7")));
    for (Object number :
        List.of(
            (byte) 3, (short) 4, 5, 6L, 7.5f, 8.5, new BigDecimal("9.50"), new BigInteger("10"))) {
      add("Object " + number.getClass().getSimpleName(), (to, at) -> to.setObject(at, number));
    }
    add("Object Boolean", (to, at) -> to.setObject(at, false));
  }

  private void texts(List<String> texts) {
    for (String text : texts) {
      add("String " + text, (to, at) -> to.setString(at, text));
      add("Object String " + text, (to, at) -> to.setObject(at, text));
      add("OTHER " + text, (to, at) -> to.setObject(at, text, Types.OTHER));
      add(
          "character stream " + text,
          (to, at) -> to.setCharacterStream(at, new StringReader(text + "x"), text.length()));
      add(
          "character stream whole " + text,
          (to, at) -> to.setCharacterStream(at, new StringReader(text)));
      add(
          "LONGVARCHAR stream " + text,
          (to, at) ->
              to.setObject(
                  at,
                  new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                  Types.LONGVARCHAR));
    }
    add(
        "ascii stream",
        (to, at) ->
            to.setAsciiStream(
                at, new ByteArrayInputStream("12abc".getBytes(StandardCharsets.US_ASCII)), 2));
    add(
        "unicode stream",
        (to, at) ->
            to.setUnicodeStream(
                at, new ByteArrayInputStream("12ä".getBytes(StandardCharsets.UTF_8)), 2));
    add(
        "ascii stream long",
        (to, at) ->
            to.setAsciiStream(
                at, new ByteArrayInputStream("12abc".getBytes(StandardCharsets.US_ASCII)), 2L));
    add(
        "ascii stream whole",
        (to, at) ->
            to.setAsciiStream(
                at, new ByteArrayInputStream("12".getBytes(StandardCharsets.US_ASCII))));
    add(
        "character stream long",
        (to, at) -> to.setCharacterStream(at, new StringReader("12x"), 2L));
    add("NCharacter stream", (to, at) -> to.setNCharacterStream(at, new StringReader("12")));
    add(
        "NCharacter stream long",
        (to, at) -> to.setNCharacterStream(at, new StringReader("12x"), 2L));
    add("Character", (to, at) -> to.setObject(at, 'c'));
  }

  @SuppressWarnings("JavaUtilDate")
  private void times() {
    Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"), Locale.ROOT);
    Timestamp timestamp = Timestamp.valueOf("2020-02-29 12:34:56.789012345");
    add("Date", (to, at) -> to.setDate(at, Date.valueOf("2020-02-29")));
    add("Date Tokyo", (to, at) -> to.setDate(at, Date.valueOf("2020-02-29"), tokyo));
    add("Time", (to, at) -> to.setTime(at, Time.valueOf("12:34:56")));
    add("Time Tokyo", (to, at) -> to.setTime(at, Time.valueOf("12:34:56"), tokyo));
    add("Timestamp", (to, at) -> to.setTimestamp(at, timestamp));
    add("Timestamp Tokyo", (to, at) -> to.setTimestamp(at, timestamp, tokyo));
    List<Object> objects =
        List.of(
            Date.valueOf("1999-12-31"),
            Time.valueOf("01:02:03"),
            timestamp,
            LocalDate.of(2020, 2, 29),
            LocalDate.of(-43, 3, 15),
            LocalTime.of(12, 34, 56, 789_012_000),
            LocalDateTime.of(2020, 2, 29, 12, 34, 56, 789_012_345),
            OffsetTime.of(12, 34, 56, 0, ZoneOffset.ofHours(2)),
            OffsetDateTime.of(2020, 2, 29, 12, 34, 56, 789_012_000, ZoneOffset.ofHours(-5)),
            OffsetDateTime.of(2020, 2, 29, 12, 34, 56, 0, ZoneOffset.UTC).toZonedDateTime(),
            OffsetDateTime.of(2020, 2, 29, 12, 34, 56, 0, ZoneOffset.UTC).toInstant(),
            new java.util.Date(1_582_979_696_789L));
    for (Object object : objects) {
      add(
          "Object " + object.getClass().getSimpleName() + " " + object,
          (to, at) -> to.setObject(at, object));
    }
    add(
        "Object java.util.Date as TIMESTAMP",
        (to, at) -> to.setObject(at, new java.util.Date(1_582_979_696_789L), Types.TIMESTAMP));
    add(
        "Object java.util.Date as DATE",
        (to, at) -> to.setObject(at, new java.util.Date(1_582_979_696_789L), Types.DATE));
    add(
        "Object OffsetDateTime as TIMESTAMP_WITH_TIMEZONE",
        (to, at) ->
            to.setObject(
                at,
                OffsetDateTime.of(2020, 2, 29, 12, 0, 0, 0, ZoneOffset.UTC),
                Types.TIMESTAMP_WITH_TIMEZONE));
    add(
        "String as TIMESTAMP",
        (to, at) -> to.setObject(at, "2020-02-29 12:34:56.789", Types.TIMESTAMP));
    add("String as DATE", (to, at) -> to.setObject(at, "2020-02-29", Types.DATE));
    add("String as TIME", (to, at) -> to.setObject(at, "12:34:56", Types.TIME));
    add("LocalTime as TIME", (to, at) -> to.setObject(at, LocalTime.NOON, Types.TIME));
  }

  private void others() {
    UUID uuid = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");
    add("Object UUID", (to, at) -> to.setObject(at, uuid));
    add("Object UUID as OTHER", (to, at) -> to.setObject(at, uuid, Types.OTHER));
    add("bytes", (to, at) -> to.setBytes(at, new byte[] {0, 1, (byte) 0xEC, -1}));
    add("no bytes", (to, at) -> to.setBytes(at, new byte[0]));
    add("Object bytes", (to, at) -> to.setObject(at, new byte[] {65, 66}));
    add("Object bytes as BINARY", (to, at) -> to.setObject(at, new byte[] {65}, Types.BINARY));
    add(
        "binary stream",
        (to, at) -> to.setBinaryStream(at, new ByteArrayInputStream(new byte[] {1, 2, 3}), 2));
    add(
        "binary stream long",
        (to, at) -> to.setBinaryStream(at, new ByteArrayInputStream(new byte[] {1, 2, 3}), 3L));
    add(
        "binary stream whole",
        (to, at) -> to.setBinaryStream(at, new ByteArrayInputStream(new byte[] {1, 2, 3})));
    for (String type : List.of("json", "jsonb", "uuid", "date", "interval", "text")) {
      add(
          "PGobject " + type,
          (to, at) -> {
            PGobject object = new PGobject();
            object.setType(type);
            object.setValue(
                switch (type) {
                  case "uuid" -> "123e4567-e89b-12d3-a456-426614174000";
                  case "date" -> "2020-01-01";
                  case "interval" -> "1 day";
                  default -> "[1, 2]";
                });
            to.setObject(at, object);
          });
    }
    add("SQLType", (to, at) -> to.setObject(at, 1, JDBCType.INTEGER));
    add("URL", (to, at) -> to.setURL(at, null));
    add("Ref", (to, at) -> to.setRef(at, null));
    add("RowId", (to, at) -> to.setRowId(at, null));
    add("Array of null", (to, at) -> to.setArray(at, null));
    add("null by setSQLXML", (to, at) -> to.setSQLXML(at, null));
    add("Blob of a stream", (to, at) -> to.setBlob(at, new ByteArrayInputStream(new byte[] {1})));
    add(
        "Blob of a stream with length",
        (to, at) -> to.setBlob(at, new ByteArrayInputStream(new byte[] {1}), 1));
    add("Clob of a reader", (to, at) -> to.setClob(at, new StringReader("1")));
    add("Clob of a reader with length", (to, at) -> to.setClob(at, new StringReader("1"), 1));
    add("NClob of a reader", (to, at) -> to.setNClob(at, new StringReader("1")));
    add("NClob of a reader with length", (to, at) -> to.setNClob(at, new StringReader("1"), 1));
    add("NString", (to, at) -> to.setNString(at, "x"));
    add("Object of no type", (to, at) -> to.setObject(at, Locale.ROOT));
  }

  private void nulls() {
    List<Integer> types = new ArrayList<>();
    for (JDBCType type : JDBCType.values()) {
      types.add(type.getVendorTypeNumber());
    }
    for (int type : types) {
      add("null " + JDBCType.valueOf(type), (to, at) -> to.setNull(at, type));
    }
    add("null String", (to, at) -> to.setString(at, null));
    add("null bytes", (to, at) -> to.setBytes(at, null));
    add("null Timestamp", (to, at) -> to.setTimestamp(at, null));
    add("null BigDecimal", (to, at) -> to.setBigDecimal(at, null));
    add("null Object", (to, at) -> to.setObject(at, null));
    add("null named", (to, at) -> to.setNull(at, Types.OTHER, "text"));
  }

  private void typed(List<String> texts) {
    for (JDBCType sqlType : JDBCType.values()) {
      int type = sqlType.getVendorTypeNumber();
      add("first text as " + sqlType, (to, at) -> to.setObject(at, texts.get(0), type));
      add("1 as " + sqlType, (to, at) -> to.setObject(at, 1, type));
      add("1.55 as " + sqlType, (to, at) -> to.setObject(at, 1.55, type));
      add("true as " + sqlType, (to, at) -> to.setObject(at, true, type));
      add("null as " + sqlType, (to, at) -> to.setObject(at, null, type));
    }
    add("scale", (to, at) -> to.setObject(at, 1.555, Types.NUMERIC, 2));
    add("SQLType with scale", (to, at) -> to.setObject(at, 1.555, JDBCType.DECIMAL, 2));
  }
}
