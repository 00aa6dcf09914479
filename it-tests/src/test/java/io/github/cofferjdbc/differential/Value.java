package io.github.cofferjdbc.differential;

import io.github.cofferjdbc.value.BaseType;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * One value.
 *
 * @param text its text in PostgreSQL, or null for NULL
 * @param style how it is written as a literal
 */
record Value(BaseType base, @Nullable String text, Style style, boolean alwaysLiteral)
    implements Hole {

  enum Style {
    /** {@code '…'} */
    UNTYPED,
    /** {@code date '…'} */
    TYPED,
    /** {@code '…'::date} */
    CAST,
    /** {@code CAST('…' AS date)} */
    LONG_CAST,
    /** {@code 1.5}, {@code true} */
    BARE
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public String literal() {
    if (text == null) {
      return style == Style.CAST ? "NULL::" + base.typeName() : "NULL";
    }
    return switch (style) {
      case UNTYPED -> quoted(text);
      case TYPED -> base.typeName() + " " + quoted(text);
      case CAST -> quoted(text) + "::" + base.typeName();
      case LONG_CAST -> "CAST(" + quoted(text) + " AS " + base.typeName() + ")";
      case BARE -> text;
    };
  }

  @Override
  public void bind(PreparedStatement statement, int index) throws SQLException {
    if (text == null) {
      statement.setNull(index, jdbcType());
      return;
    }
    switch (base) {
      case BOOL -> statement.setBoolean(index, text.equals("true"));
      case INT2 -> statement.setShort(index, Short.parseShort(text));
      case INT4 -> statement.setInt(index, Integer.parseInt(text));
      case INT8 -> statement.setLong(index, Long.parseLong(text));
      case FLOAT4 -> statement.setFloat(index, Float.parseFloat(text));
      case FLOAT8 -> statement.setDouble(index, Double.parseDouble(text));
      case NUMERIC -> number(statement, index, text);
      case TEXT -> statement.setString(index, text);
      case BPCHAR, JSON, JSONB -> statement.setObject(index, object(text));
      case BYTEA -> statement.setBytes(index, HexFormat.of().parseHex(text.substring(2)));
      case UUID -> statement.setObject(index, UUID.fromString(text));
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> statement.setObject(index, temporal(text));
    }
  }

  private void number(PreparedStatement statement, int index, String number) throws SQLException {
    if (number.startsWith("N") || number.startsWith("I")) {
      statement.setObject(index, object(number));
    } else {
      statement.setBigDecimal(index, new BigDecimal(number));
    }
  }

  private PGobject object(String value) throws SQLException {
    PGobject object = new PGobject();
    object.setType(base.typeName());
    object.setValue(value);
    return object;
  }

  private Object temporal(String value) throws SQLException {
    if (value.endsWith("BC") || value.startsWith("24")) {
      return object(value);
    }
    boolean infinite = value.endsWith("infinity");
    boolean past = value.startsWith("-");
    return switch (base) {
      case DATE -> infinite ? (past ? LocalDate.MIN : LocalDate.MAX) : LocalDate.parse(value);
      case TIMESTAMP ->
          infinite
              ? (past ? LocalDateTime.MIN : LocalDateTime.MAX)
              : LocalDateTime.parse(value.replace(' ', 'T'));
      case TIMESTAMPTZ ->
          infinite
              ? (past ? OffsetDateTime.MIN : OffsetDateTime.MAX)
              : OffsetDateTime.parse(value.replace(' ', 'T') + ":00");
      default -> LocalTime.parse(value);
    };
  }

  private int jdbcType() {
    return switch (base) {
      case BOOL -> Types.BIT;
      case INT2 -> Types.SMALLINT;
      case INT4 -> Types.INTEGER;
      case INT8 -> Types.BIGINT;
      case FLOAT4 -> Types.REAL;
      case FLOAT8 -> Types.DOUBLE;
      case NUMERIC -> Types.NUMERIC;
      case TEXT -> Types.VARCHAR;
      case BPCHAR -> Types.CHAR;
      case BYTEA -> Types.BINARY;
      case DATE -> Types.DATE;
      case TIME, TIMESTAMP, TIMESTAMPTZ, UUID, JSON, JSONB -> Types.NULL;
    };
  }
}
