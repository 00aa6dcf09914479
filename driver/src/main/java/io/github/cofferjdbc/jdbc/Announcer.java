package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.value.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Calendar;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.FixedLengthOutputStream;
import org.postgresql.core.Oid;
import org.postgresql.util.ByteStreamWriter;
import org.postgresql.util.PGTime;
import org.postgresql.util.PGTimestamp;
import org.postgresql.util.PGobject;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Says what pgjdbc's setters announce to the server: which type, and the value as which text. It
 * follows {@code PgPreparedStatement} line by line, because an encrypted parameter is to be taken
 * as a plain one is. Every value was accepted by that class before it comes here. Not thread safe.
 */
final class Announcer {

  private final Pgjdbc pg;

  Announcer(Pgjdbc pg) {
    this.pg = pg;
  }

  Announced string(String text) {
    return Announced.of(pg.stringsAreVarchar() ? Source.VARCHAR : Source.UNKNOWN, text);
  }

  Announced float4(float value) {
    return pg.sendsBinary(Oid.FLOAT4)
        ? Announced.of(Source.FLOAT4, value)
        : Announced.of(Source.FLOAT8, Float.toString(value));
  }

  Announced date(Date date, @Nullable Calendar calendar) {
    return Announced.of(
        pg.sendsBinary(Oid.DATE) ? Source.DATE : Source.UNKNOWN,
        pg.times().toString(calendar, date));
  }

  Announced time(Time time, @Nullable Calendar calendar) {
    Source source = Source.UNKNOWN;
    Calendar zone = calendar;
    if (time instanceof PGTime own) {
      source = own.getCalendar() == null ? Source.TIME : Source.TIMETZ;
      zone = own.getCalendar() == null ? calendar : own.getCalendar();
    }
    return Announced.of(source, pg.times().toString(zone, time));
  }

  Announced timestamp(Timestamp timestamp, @Nullable Calendar calendar) {
    Source source = Source.UNKNOWN;
    Calendar zone = calendar;
    if (timestamp instanceof PGTimestamp own) {
      source = own.getCalendar() == null ? Source.TIMESTAMP : Source.TIMESTAMPTZ;
      zone = own.getCalendar() == null ? calendar : own.getCalendar();
    }
    return Announced.of(source, pg.times().toString(zone, timestamp));
  }

  /** What {@code setArray} announces. */
  Announced array(Array array) throws SQLException {
    return Announced.array(
        Source.ofOid(pg.typeOid(array.getBaseTypeName())), String.valueOf(array));
  }

  /** What {@code setSQLXML} announces. */
  Announced xml(SQLXML xml) throws SQLException {
    return Announced.ofType(Oid.XML, xml.getString());
  }

  /** What {@code setNull} announces. */
  Announced nullOf(int sqlType) {
    int other =
        switch (sqlType) {
          case Types.SQLXML -> Oid.XML;
          case Types.BLOB, Types.CLOB -> Oid.OID;
          case Types.REF_CURSOR -> Oid.REF_CURSOR;
          default -> Oid.UNSPECIFIED;
        };
    if (other != Oid.UNSPECIFIED) {
      return Announced.ofType(other, null);
    }
    return Announced.ofNull(
        switch (sqlType) {
          case Types.INTEGER -> Source.INT4;
          case Types.TINYINT, Types.SMALLINT -> Source.INT2;
          case Types.BIGINT -> Source.INT8;
          case Types.REAL -> Source.FLOAT4;
          case Types.DOUBLE, Types.FLOAT -> Source.FLOAT8;
          case Types.DECIMAL, Types.NUMERIC -> Source.NUMERIC;
          case Types.CHAR -> Source.BPCHAR;
          case Types.VARCHAR, Types.LONGVARCHAR ->
              pg.stringsAreVarchar() ? Source.VARCHAR : Source.UNKNOWN;
          case Types.DATE -> Source.DATE;
          case Types.BOOLEAN, Types.BIT -> Source.BOOL;
          case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> Source.BYTEA;
          default -> Source.UNKNOWN;
        });
  }

  /** What {@code setNull} with a type's name announces. */
  Announced nullOf(String typeName) throws SQLException {
    return Announced.ofType(pg.typeOid(typeName), null);
  }

  /** What {@code setObject(index, value)} announces. */
  Announced object(Object value) throws SQLException {
    if (value instanceof UUID) {
      return Announced.of(Source.UUID, value);
    } else if (value instanceof SQLXML xml) {
      return xml(xml);
    } else if (value instanceof String text) {
      return string(text);
    } else if (value instanceof BigDecimal) {
      return Announced.of(Source.NUMERIC, value);
    } else if (value instanceof Short) {
      return Announced.of(Source.INT2, value);
    } else if (value instanceof Integer) {
      return Announced.of(Source.INT4, value);
    } else if (value instanceof Long) {
      return Announced.of(Source.INT8, value);
    } else if (value instanceof Float number) {
      return float4(number);
    } else if (value instanceof Double) {
      return Announced.of(Source.FLOAT8, value);
    } else if (value instanceof byte[]) {
      return Announced.of(Source.BYTEA, value);
    } else if (value instanceof ByteStreamWriter writer) {
      return Announced.of(Source.BYTEA, bytes(writer));
    } else if (value instanceof Boolean) {
      return Announced.of(Source.BOOL, value);
    } else if (value instanceof Byte number) {
      return Announced.of(Source.INT2, number.shortValue());
    } else if (value instanceof Blob || value instanceof Clob) {
      throw largeObject();
    } else if (value instanceof Array array) {
      return array(array);
    } else if (value instanceof PGobject object) {
      return pgObject(object);
    } else if (value instanceof Character) {
      return string(value.toString());
    } else if (value instanceof Map) {
      return Announced.of(Source.OTHER, "");
    } else if (value instanceof Number) {
      return Announced.of(Source.NUMERIC, value.toString());
    } else if (value.getClass().isArray()) {
      return javaArray(value);
    }
    return temporal(value);
  }

  private Announced temporal(Object value) {
    if (value instanceof Date date) {
      return date(date, null);
    } else if (value instanceof Time time) {
      return time(time, null);
    } else if (value instanceof Timestamp timestamp) {
      return timestamp(timestamp, null);
    } else if (value instanceof LocalDate date) {
      return Announced.of(Source.DATE, pg.times().toString(date));
    } else if (value instanceof LocalTime time) {
      return Announced.of(Source.TIME, pg.times().toString(time));
    } else if (value instanceof OffsetTime time) {
      return Announced.of(Source.TIMETZ, pg.times().toString(time));
    } else if (value instanceof LocalDateTime dateTime) {
      return Announced.of(Source.TIMESTAMP, pg.times().toString(dateTime));
    } else if (value instanceof OffsetDateTime dateTime) {
      return Announced.of(Source.TIMESTAMPTZ, pg.times().toString(dateTime));
    }
    throw new IllegalStateException(value.getClass().getName() + " as a parameter");
  }

  private Announced pgObject(PGobject object) throws SQLException {
    String text = object.getValue();
    String type = object.getType();
    return text != null && type.startsWith("_")
        ? Announced.array(Source.ofOid(pg.typeOid(type.substring(1))), text)
        : Announced.ofType(pg.typeOid(type), text);
  }

  private Announced javaArray(Object value) throws SQLException {
    Class<?> element = value.getClass();
    while (element.isArray() && element != byte[].class) {
      element = element.getComponentType();
    }
    String type = ArrayElements.typeName(element);
    if (type == null) {
      throw CofferState.METHOD_NOT_SUPPORTED.exception(
          "An array of "
              + element.getName()
              + " cannot be encrypted; pass Connection.createArrayOf with the type's name.");
    }
    return Announced.array(Source.ofOid(pg.typeOid(type)), pg.arrayText(type, value));
  }

  /** What {@code setObject(index, value, type, scale)} announces. */
  Announced object(Object value, int type, int scale) throws SQLException {
    if (type == Types.OTHER && value instanceof UUID) {
      return Announced.of(Source.UUID, value);
    }
    return switch (type) {
      case Types.SQLXML ->
          value instanceof SQLXML xml ? xml(xml) : Announced.ofType(Oid.XML, value.toString());
      case Types.INTEGER -> Announced.of(Source.INT4, JavaCasts.toInt(value));
      case Types.TINYINT, Types.SMALLINT -> Announced.of(Source.INT2, JavaCasts.toShort(value));
      case Types.BIGINT -> Announced.of(Source.INT8, JavaCasts.toLong(value));
      case Types.REAL -> float4(JavaCasts.toFloat(value));
      case Types.DOUBLE, Types.FLOAT -> Announced.of(Source.FLOAT8, JavaCasts.toDouble(value));
      case Types.DECIMAL, Types.NUMERIC ->
          Announced.of(Source.NUMERIC, JavaCasts.toBigDecimal(value, scale));
      case Types.CHAR -> Announced.of(Source.BPCHAR, JavaCasts.toText(value));
      case Types.VARCHAR, Types.LONGVARCHAR -> string(JavaCasts.toText(value));
      case Types.DATE -> dateObject(value);
      case Types.TIME -> timeObject(value);
      case Types.TIMESTAMP -> timestampObject(value);
      case Types.BOOLEAN, Types.BIT -> Announced.of(Source.BOOL, JavaCasts.toBoolean(value));
      case Types.BLOB, Types.CLOB -> throw largeObject();
      case Types.DISTINCT -> Announced.of(Source.UNKNOWN, value.toString());
      case Types.OTHER ->
          value instanceof PGobject || value instanceof Map
              ? object(value)
              : Announced.of(Source.UNKNOWN, value.toString());
      default -> object(value);
    };
  }

  @SuppressWarnings("JavaUtilDate") // an application may still have one
  private Announced dateObject(Object value) throws SQLException {
    if (value instanceof Date || value instanceof LocalDate) {
      return temporal(value);
    }
    return date(
        value instanceof java.util.Date date
            ? new Date(date.getTime())
            : pg.times().toDate(pg.times().getSharedCalendar(null), value.toString()),
        null);
  }

  @SuppressWarnings("JavaUtilDate") // an application may still have one
  private Announced timeObject(Object value) throws SQLException {
    if (value instanceof Time || value instanceof LocalTime || value instanceof OffsetTime) {
      return temporal(value);
    }
    return time(
        value instanceof java.util.Date date
            ? new Time(date.getTime())
            : pg.times().toTime(pg.times().getSharedCalendar(null), value.toString()),
        null);
  }

  @SuppressWarnings("JavaUtilDate") // an application may still have one
  private Announced timestampObject(Object value) throws SQLException {
    if (value instanceof Timestamp || value instanceof LocalDateTime) {
      return temporal(value);
    }
    return timestamp(
        value instanceof java.util.Date date
            ? new Timestamp(date.getTime())
            : pg.times()
                .toTimestamp(pg.times().getSharedCalendar(null), pg.encode(value.toString())),
        null);
  }

  /** What pgjdbc would send: as many bytes as announced, with zeros for those not written. */
  private static byte[] bytes(ByteStreamWriter writer) throws SQLException {
    byte[] bytes = new byte[writer.getLength()];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      FixedLengthOutputStream limited = new FixedLengthOutputStream(bytes.length, out);
      writer.writeTo(() -> limited);
    } catch (IOException e) {
      throw writerFailed(e);
    } catch (RuntimeException e) {
      throw writerFailed(new IOException("Error writing bytes to stream", e));
    }
    byte[] written = out.toByteArray();
    System.arraycopy(written, 0, bytes, 0, written.length);
    return bytes;
  }

  private static SQLException writerFailed(IOException cause) {
    return new PSQLException(
        "The ByteStreamWriter of a parameter failed.", PSQLState.CONNECTION_FAILURE, cause);
  }

  static SQLException largeObject() {
    return CofferState.METHOD_NOT_SUPPORTED.exception(
        "setBlob and setClob store a large object, which is not encrypted; use setBytes,"
            + " setBinaryStream, setString or setCharacterStream on a protected column.");
  }
}
