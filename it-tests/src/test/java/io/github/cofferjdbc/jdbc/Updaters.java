package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.value.BaseType;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.rowset.serial.SerialBlob;
import org.postgresql.util.PGobject;

/** Every way to change a column of a row, with values that some base type takes. */
final class Updaters {

  /** Sets a column of the current or the new row. */
  interface Updater {
    void update(ResultSet rows, int column) throws SQLException;
  }

  private final Map<String, Updater> all = new LinkedHashMap<>();

  private Updaters() {}

  /** Returns the updaters by name. */
  static Map<String, Updater> all(BaseType type) {
    Updaters updaters = new Updaters();
    updaters.numbers();
    Setters.texts(type).forEach(updaters::texts);
    updaters.objects();
    updaters.others();
    updaters.nulls();
    updaters.missing();
    return updaters.all;
  }

  private void add(String name, Updater updater) {
    if (all.put(name, updater) != null) {
      throw new IllegalStateException(name);
    }
  }

  private void numbers() {
    add("boolean", (rows, at) -> rows.updateBoolean(at, true));
    add("byte", (rows, at) -> rows.updateByte(at, (byte) 7));
    add("short", (rows, at) -> rows.updateShort(at, (short) -7));
    add("int", (rows, at) -> rows.updateInt(at, 70_000));
    add("int 1", (rows, at) -> rows.updateInt(at, 1));
    add("long", (rows, at) -> rows.updateLong(at, 5_000_000_000L));
    add("float", (rows, at) -> rows.updateFloat(at, 1.1f));
    add("double", (rows, at) -> rows.updateDouble(at, 1.1));
    add("double NaN", (rows, at) -> rows.updateDouble(at, Double.NaN));
    add("double -0", (rows, at) -> rows.updateDouble(at, -0.0));
    add("decimal", (rows, at) -> rows.updateBigDecimal(at, new BigDecimal("12.50")));
    add("decimal 7", (rows, at) -> rows.updateBigDecimal(at, new BigDecimal("7")));
  }

  private void texts(String text) {
    add("String " + text, (rows, at) -> rows.updateString(at, text));
    add("Object String " + text, (rows, at) -> rows.updateObject(at, text));
    add(
        "character stream " + text,
        (rows, at) -> rows.updateCharacterStream(at, new StringReader(text + "x"), text.length()));
    add(
        "short character stream " + text,
        (rows, at) -> rows.updateCharacterStream(at, new StringReader(text), text.length() + 10));
    add(
        "ascii stream " + text,
        (rows, at) ->
            rows.updateAsciiStream(
                at,
                new ByteArrayInputStream((text + "x").getBytes(StandardCharsets.US_ASCII)),
                text.length()));
  }

  private void objects() {
    Timestamp timestamp = Timestamp.valueOf("2020-02-29 12:34:56.789012345");
    add("Date", (rows, at) -> rows.updateDate(at, Date.valueOf("2020-02-29")));
    add("Time", (rows, at) -> rows.updateTime(at, Time.valueOf("12:34:56")));
    add("Timestamp", (rows, at) -> rows.updateTimestamp(at, timestamp));
    for (Object object :
        List.of(
            true,
            (byte) 3,
            (short) 4,
            5,
            6L,
            7.5f,
            8.5,
            new BigDecimal("9.50"),
            new BigInteger("10"),
            'c',
            Date.valueOf("1999-12-31"),
            Time.valueOf("01:02:03"),
            timestamp,
            LocalDate.of(2020, 2, 29),
            LocalTime.of(12, 34, 56, 789_012_000),
            LocalDateTime.of(2020, 2, 29, 12, 34, 56, 789_012_345),
            OffsetTime.of(12, 34, 56, 0, ZoneOffset.ofHours(2)),
            OffsetDateTime.of(2020, 2, 29, 12, 34, 56, 789_012_000, ZoneOffset.ofHours(-5)),
            UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
            Locale.ROOT)) {
      String name = object.getClass().getSimpleName();
      add("Object " + name, (rows, at) -> rows.updateObject(at, object));
    }
    add("Object with scale", (rows, at) -> rows.updateObject(at, new BigDecimal("1.55"), 1));
    add("Object text with scale", (rows, at) -> rows.updateObject(at, "12", 1));
  }

  private void others() {
    add("bytes", (rows, at) -> rows.updateBytes(at, new byte[] {0, 1, (byte) 0xEC, -1}));
    add("no bytes", (rows, at) -> rows.updateBytes(at, new byte[0]));
    add("Object bytes", (rows, at) -> rows.updateObject(at, new byte[] {65, 66}));
    add(
        "binary stream",
        (rows, at) ->
            rows.updateBinaryStream(at, new ByteArrayInputStream(new byte[] {1, 2, 3}), 2));
    add(
        "short binary stream",
        (rows, at) ->
            rows.updateBinaryStream(at, new ByteArrayInputStream(new byte[] {1, 2, 3}), 9));
    for (String type : List.of("json", "jsonb", "uuid", "date", "interval", "text")) {
      add(
          "PGobject " + type,
          (rows, at) -> {
            PGobject object = new PGobject();
            object.setType(type);
            object.setValue(
                switch (type) {
                  case "uuid" -> "123e4567-e89b-12d3-a456-426614174000";
                  case "date" -> "2020-01-01";
                  case "interval" -> "1 day";
                  default -> "[1, 2]";
                });
            rows.updateObject(at, object);
          });
    }
    add(
        "SQLXML",
        (rows, at) -> {
          SQLXML xml = rows.getStatement().getConnection().createSQLXML();
          xml.setString("<a/>");
          rows.updateSQLXML(at, xml);
        });
    add(
        "Array",
        (rows, at) ->
            rows.updateArray(
                at, rows.getStatement().getConnection().createArrayOf("text", new Object[] {"a"})));
    add("Object Blob", (rows, at) -> rows.updateObject(at, new SerialBlob(new byte[] {1})));
  }

  private void nulls() {
    add("null", ResultSet::updateNull);
    add("null String", (rows, at) -> rows.updateString(at, null));
    add("null bytes", (rows, at) -> rows.updateBytes(at, null));
    add("null BigDecimal", (rows, at) -> rows.updateBigDecimal(at, null));
    add("null Date", (rows, at) -> rows.updateDate(at, null));
    add("null Time", (rows, at) -> rows.updateTime(at, null));
    add("null Timestamp", (rows, at) -> rows.updateTimestamp(at, null));
    add("null Object", (rows, at) -> rows.updateObject(at, null));
    add("null Object with scale", (rows, at) -> rows.updateObject(at, null, 3));
    add("null ascii stream", (rows, at) -> rows.updateAsciiStream(at, null, 3));
    add("null character stream", (rows, at) -> rows.updateCharacterStream(at, null, 3));
    add("null binary stream", (rows, at) -> rows.updateBinaryStream(at, null, 3));
    add("null SQLXML", (rows, at) -> rows.updateSQLXML(at, null));
    add("null Array", (rows, at) -> rows.updateArray(at, null));
  }

  /** What pgjdbc does not have. */
  private void missing() {
    byte[] one = {1};
    add("SQLType", (rows, at) -> rows.updateObject(at, "1", JDBCType.VARCHAR));
    add("SQLType scale", (rows, at) -> rows.updateObject(at, "1", JDBCType.VARCHAR, 2));
    add("NString", (rows, at) -> rows.updateNString(at, "x"));
    add("Ref", (rows, at) -> rows.updateRef(at, (Ref) null));
    add("RowId", (rows, at) -> rows.updateRowId(at, (RowId) null));
    add("Blob", (rows, at) -> rows.updateBlob(at, (Blob) null));
    add("Blob stream", (rows, at) -> rows.updateBlob(at, new ByteArrayInputStream(one)));
    add("Blob length", (rows, at) -> rows.updateBlob(at, new ByteArrayInputStream(one), 1));
    add("Clob", (rows, at) -> rows.updateClob(at, (Clob) null));
    add("Clob reader", (rows, at) -> rows.updateClob(at, new StringReader("x")));
    add("Clob length", (rows, at) -> rows.updateClob(at, new StringReader("x"), 1));
    add("NClob", (rows, at) -> rows.updateNClob(at, (NClob) null));
    add("NClob reader", (rows, at) -> rows.updateNClob(at, new StringReader("x")));
    add("NClob length", (rows, at) -> rows.updateNClob(at, new StringReader("x"), 1));
    add("N reader", (rows, at) -> rows.updateNCharacterStream(at, new StringReader("x")));
    add("N length", (rows, at) -> rows.updateNCharacterStream(at, new StringReader("x"), 1));
    add("ascii whole", (rows, at) -> rows.updateAsciiStream(at, new ByteArrayInputStream(one)));
    add("ascii long", (rows, at) -> rows.updateAsciiStream(at, new ByteArrayInputStream(one), 1L));
    add("binary whole", (rows, at) -> rows.updateBinaryStream(at, new ByteArrayInputStream(one)));
    add(
        "binary long",
        (rows, at) -> rows.updateBinaryStream(at, new ByteArrayInputStream(one), 1L));
    add("characters whole", (rows, at) -> rows.updateCharacterStream(at, new StringReader("x")));
    add("characters long", (rows, at) -> rows.updateCharacterStream(at, new StringReader("x"), 1L));
  }

  /** Returns the same rows, but every updater by index calls the one by label. */
  static ResultSet byLabel(ResultSet rows, String label) {
    return (ResultSet)
        Proxy.newProxyInstance(
            Updaters.class.getClassLoader(),
            new Class<?>[] {ResultSet.class},
            (self, method, arguments) -> {
              Method called = method;
              if (method.getName().startsWith("update") && arguments != null) {
                Class<?>[] types = method.getParameterTypes();
                types[0] = String.class;
                called = ResultSet.class.getMethod(method.getName(), types);
                arguments[0] = label;
              }
              try {
                return called.invoke(rows, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
