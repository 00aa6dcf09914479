package io.github.cofferjdbc.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/** Every way to read a column, and what comes of it in words. */
@SuppressWarnings({"deprecation", "JavaUtilDate"}) // the deprecated ways too
final class Getters {

  /** Reads a column. */
  interface Getter {
    @Nullable Object get(ResultSet rows, int column) throws SQLException;
  }

  private static final Calendar TOKYO =
      Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"), Locale.ROOT);

  private static final Map<String, Getter> ALL = new LinkedHashMap<>();

  static {
    ALL.put("getString", ResultSet::getString);
    ALL.put("getNString", ResultSet::getNString);
    ALL.put("getBoolean", ResultSet::getBoolean);
    ALL.put("getByte", ResultSet::getByte);
    ALL.put("getShort", ResultSet::getShort);
    ALL.put("getInt", ResultSet::getInt);
    ALL.put("getLong", ResultSet::getLong);
    ALL.put("getFloat", ResultSet::getFloat);
    ALL.put("getDouble", ResultSet::getDouble);
    ALL.put("getBigDecimal", ResultSet::getBigDecimal);
    ALL.put("getBigDecimal scale", (rows, column) -> rows.getBigDecimal(column, 1));
    ALL.put("getBytes", ResultSet::getBytes);
    ALL.put("getDate", ResultSet::getDate);
    ALL.put("getDate Tokyo", (rows, column) -> rows.getDate(column, TOKYO));
    ALL.put("getTime", ResultSet::getTime);
    ALL.put("getTime Tokyo", (rows, column) -> rows.getTime(column, TOKYO));
    ALL.put("getTimestamp", ResultSet::getTimestamp);
    ALL.put("getTimestamp Tokyo", (rows, column) -> rows.getTimestamp(column, TOKYO));
    ALL.put("getObject", ResultSet::getObject);
    ALL.put("getObject map", (rows, column) -> rows.getObject(column, Map.of()));
    ALL.put("getAsciiStream", ResultSet::getAsciiStream);
    ALL.put("getUnicodeStream", ResultSet::getUnicodeStream);
    ALL.put("getBinaryStream", ResultSet::getBinaryStream);
    ALL.put("getCharacterStream", ResultSet::getCharacterStream);
    ALL.put("getNCharacterStream", ResultSet::getNCharacterStream);
    ALL.put("getSQLXML", ResultSet::getSQLXML);
    ALL.put("getArray", ResultSet::getArray);
    ALL.put("getBlob", ResultSet::getBlob);
    ALL.put("getClob", ResultSet::getClob);
    ALL.put("getURL", ResultSet::getURL);
    ALL.put("getRef", ResultSet::getRef);
    ALL.put("getRowId", ResultSet::getRowId);
    for (Class<?> type :
        List.of(
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            byte[].class,
            Date.class,
            Time.class,
            Timestamp.class,
            java.util.Date.class,
            Calendar.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            OffsetTime.class,
            UUID.class,
            SQLXML.class,
            Array.class,
            Blob.class,
            Clob.class,
            InetAddress.class,
            InputStream.class,
            Reader.class,
            PGobject.class,
            Object.class,
            List.class)) {
      ALL.put(
          "getObject " + type.getSimpleName() + (type == java.util.Date.class ? " util" : ""),
          (rows, column) -> rows.getObject(column, type));
    }
  }

  private Getters() {}

  /** Returns what each getter makes of the current row's column, by name. */
  static Map<String, String> transcript(ResultSet rows, int column) {
    return transcript(rows, column, ALL.keySet());
  }

  /** Returns what these getters make of the current row's column, by name. */
  static Map<String, String> transcript(ResultSet rows, int column, Set<String> names) {
    Map<String, String> lines = new LinkedHashMap<>();
    names.forEach(
        name -> lines.put(name, outcome(rows, column, Objects.requireNonNull(ALL.get(name)))));
    return lines;
  }

  private static String outcome(ResultSet rows, int column, Getter getter) {
    try {
      String value = describe(getter.get(rows, column));
      return value + (rows.wasNull() ? " wasNull" : "");
    } catch (SQLException e) {
      return e.getClass().getSimpleName() + " " + e.getSQLState();
    } catch (RuntimeException | IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  /** Returns class and value in words, reading streams. */
  static String describe(@Nullable Object value) throws SQLException, IOException {
    if (value == null) {
      return "null";
    }
    String type = value.getClass().getSimpleName() + " ";
    if (value instanceof byte[] bytes) {
      return type + Arrays.toString(bytes);
    } else if (value instanceof InputStream in) {
      return "InputStream " + Arrays.toString(in.readAllBytes());
    } else if (value instanceof Reader reader) {
      StringWriter out = new StringWriter();
      reader.transferTo(out);
      return "Reader " + out;
    } else if (value instanceof SQLXML xml) {
      return type + xml.getString();
    } else if (value instanceof Array array) {
      return type + array.getBaseTypeName() + " " + array;
    } else if (value instanceof Blob || value instanceof Clob) {
      return type;
    } else if (value instanceof Calendar calendar) {
      return type + calendar.getTimeInMillis() + calendar.getTimeZone().getID();
    } else if (value instanceof PGobject object) {
      return type + object.getType() + " " + object.getValue();
    } else if (value instanceof java.util.Date date) {
      return type + date.getTime() + " " + date;
    }
    return type + value;
  }
}
