package io.github.cofferjdbc.value;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * The text form of values, both ways: what PostgreSQL's input functions read and its output
 * functions print, against its binary send format, which is what Coffer encrypts. Thread safe;
 * holds no state.
 *
 * <p>Output is PostgreSQL's under DateStyle ISO, bytea_output hex, and extra_float_digits of at
 * least 1, which is how pgjdbc sets a session up. docs/types.md lists the few literals that
 * PostgreSQL reads and Coffer refuses.
 */
public final class ValueText {

  private ValueText() {}

  /**
   * Returns the value that the text stands for, in PostgreSQL's binary send format.
   *
   * @throws SQLException with PostgreSQL's SQLState (22P02, 22003, 22007, 22008, 22021, ...) if the
   *     text is none; KE003 if PostgreSQL would read it, but Coffer does not
   */
  public static byte[] fromText(BaseType type, String text, SessionTime session)
      throws SQLException {
    try {
      return parse(type, text, session);
    } catch (SQLException e) {
      // What cannot even be sent to a server is refused before the type has a say.
      Utf8.check(text);
      throw e;
    }
  }

  private static byte[] parse(BaseType type, String text, SessionTime session) throws SQLException {
    return switch (type) {
      case BOOL -> BoolText.parse(text);
      case INT2, INT4, INT8 -> IntegerText.parse(type, text);
      case FLOAT4, FLOAT8 -> FloatText.parse(type, text);
      case NUMERIC -> NumericText.parse(text);
      case TEXT, BPCHAR -> Utf8.encode(text);
      case BYTEA -> ByteaText.parse(text);
      case DATE -> DateTimeText.parseDate(text);
      case TIME -> DateTimeText.parseTime(text);
      case TIMESTAMP -> DateTimeText.parseTimestamp(text);
      case TIMESTAMPTZ -> DateTimeText.parseTimestamptz(text, session);
      case UUID -> UuidText.parse(text);
      case JSON -> JsonText.parse(text);
      case JSONB -> JsonbText.parse(text);
    };
  }

  /**
   * Returns PostgreSQL's output text of a value.
   *
   * @param binary the value in PostgreSQL's binary send format
   * @throws MalformedValueException if the bytes are no value of the type
   * @throws SQLException KE003 if the session's time zone is needed and Coffer does not know it
   */
  public static String toText(BaseType type, byte[] binary, SessionTime session)
      throws MalformedValueException, SQLException {
    return new String(textBytes(type, binary, session), StandardCharsets.UTF_8);
  }

  /** Returns the output text of a bytea, in hexadecimal. */
  public static byte[] ofBytea(byte[] bytes) {
    return ByteaText.print(bytes);
  }

  /**
   * Returns PostgreSQL's output text of a value as UTF-8, the very bytes that a server would send
   * in text format.
   *
   * @param binary the value in PostgreSQL's binary send format; not changed, may be returned itself
   * @throws MalformedValueException if the bytes are no value of the type
   * @throws SQLException KE003 if the session's time zone is needed and Coffer does not know it
   */
  public static byte[] textBytes(BaseType type, byte[] binary, SessionTime session)
      throws MalformedValueException, SQLException {
    return switch (type) {
      case BOOL -> BoolText.print(binary);
      case INT2, INT4, INT8 -> IntegerText.print(type, binary);
      case FLOAT4, FLOAT8 -> FloatText.print(type, binary);
      case NUMERIC -> NumericText.print(binary);
      case TEXT, BPCHAR, JSON -> binary;
      case BYTEA -> ByteaText.print(binary);
      case DATE -> DateTimeText.printDate(binary);
      case TIME -> DateTimeText.printTime(binary);
      case TIMESTAMP -> DateTimeText.printTimestamp(binary);
      case TIMESTAMPTZ -> DateTimeText.printTimestamptz(binary, session);
      case UUID -> UuidText.print(binary);
      case JSONB -> JsonbText.print(binary);
    };
  }

  /**
   * Returns the canonical form of a value that a client sent in binary format (a binary parameter,
   * or a field of binary COPY): checks what PostgreSQL's receive function checks.
   *
   * @param binary the bytes received; not changed, may be returned itself
   * @throws SQLException with PostgreSQL's SQLState (22P03, 22008, 22021, ...) if it would refuse
   */
  public static byte[] fromBinary(BaseType type, byte[] binary) throws SQLException {
    return ReceivedBinary.receive(type, binary);
  }
}
