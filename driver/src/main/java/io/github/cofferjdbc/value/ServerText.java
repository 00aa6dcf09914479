package io.github.cofferjdbc.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts of columns that are <em>not</em> protected, read so that the server gets, in binary
 * format, exactly what its own input function would have made of the text. Type modifiers and the
 * checks of character types are the receive functions', so the server applies them itself. Thread
 * safe; holds no state.
 *
 * <p>Only the usual form of a value is read here at once: it means the same in every version and
 * session. What has another form is read by {@link ValueText}, where that is exact, or not at all.
 */
public final class ServerText {

  /** Which texts of a type can be read here. */
  public enum Reach {
    /** All of them, or it is certain that the server refuses them. */
    ALL,
    /** Those of the usual form; others may depend on DateStyle, time zone data or the moment. */
    USUAL,
    NONE
  }

  /** The first version that reads 0x1F and 1_000 as numbers. */
  private static final int PREFIXES_AND_UNDERSCORES = 16;

  private static final int VARCHAR = 1043;
  private static final int MOST_DIGITS = 1_000;
  private static final byte JSONB_VERSION = 1;

  private static final Pattern NEWER_NUMBER = Pattern.compile("[xXoObB_]");
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]{1," + MOST_DIGITS + "}(\\.[0-9]{1," + MOST_DIGITS + "})?");
  private static final Pattern FLOAT =
      Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?(e[+-]?[0-9]{1,3})?");
  private static final String DAY = "[0-9]{4}-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])";
  private static final String CLOCK = "([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\\.[0-9]{1,6})?";
  private static final Pattern DATE = Pattern.compile(DAY);
  private static final Pattern TIME = Pattern.compile(CLOCK);
  private static final Pattern TIMESTAMP = Pattern.compile(DAY + "[ T]" + CLOCK);
  private static final Pattern TIMESTAMPTZ =
      Pattern.compile(DAY + "[ T]" + CLOCK + "[+-](0[0-9]|1[0-4])(:[0-5][0-9])?");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private ServerText() {}

  /** Returns which texts of the type with this oid can be read. */
  public static Reach reach(int oid) {
    BaseType type = type(oid);
    if (type == null) {
      return Reach.NONE;
    }
    return switch (type) {
      case BOOL, INT2, INT4, INT8, NUMERIC, TEXT, BPCHAR, BYTEA, UUID, JSON, JSONB -> Reach.ALL;
      case FLOAT4, FLOAT8, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> Reach.USUAL;
    };
  }

  private static @Nullable BaseType type(int oid) {
    return oid == VARCHAR ? BaseType.TEXT : BaseType.ofOid(oid).orElse(null);
  }

  /**
   * Returns the value in the type's send format.
   *
   * @param oid of a type whose reach is {@link Reach#ALL}
   * @param text in UTF-8, not yet checked to be well formed; may be returned itself
   * @param version the server's major version
   * @throws SQLException with the SQLState of the server's input function
   */
  public static byte[] read(int oid, byte[] text, int version) throws SQLException {
    byte[] usual = usual(oid, text);
    BaseType type = type(oid);
    if (usual != null || type == null) {
      return usual == null ? text : usual;
    }
    String other = decoded(text);
    boolean number =
        type == BaseType.INT2
            || type == BaseType.INT4
            || type == BaseType.INT8
            || type == BaseType.NUMERIC;
    if (number && version < PREFIXES_AND_UNDERSCORES && NEWER_NUMBER.matcher(other).find()) {
      throw DataError.invalidText(type);
    }
    return ValueText.fromText(type, other, SessionTime.UTC);
  }

  /**
   * Returns the value in the type's send format, or null if the text has not the usual form.
   *
   * @param oid of a type whose reach is not {@link Reach#NONE}
   * @param text in UTF-8, not yet checked to be well formed; may be returned itself
   */
  public static byte @Nullable [] usual(int oid, byte[] text) {
    BaseType type = type(oid);
    if (type == null) {
      return null;
    }
    return switch (type) {
      case TEXT, BPCHAR, JSON -> text;
      case JSONB -> versioned(text);
      case BOOL -> bool(text);
      case INT2, INT4, INT8 -> integer(type, text);
      case NUMERIC -> matching(type, DECIMAL, text);
      case FLOAT4, FLOAT8 -> matching(type, FLOAT, text);
      case BYTEA -> parsed(type, new String(text, StandardCharsets.ISO_8859_1));
      case UUID -> matching(type, UUID, text);
      case DATE -> matching(type, DATE, text);
      case TIME -> matching(type, TIME, text);
      case TIMESTAMP -> matching(type, TIMESTAMP, text);
      case TIMESTAMPTZ -> matching(type, TIMESTAMPTZ, text);
    };
  }

  private static byte[] versioned(byte[] text) {
    byte[] sent = new byte[text.length + 1];
    sent[0] = JSONB_VERSION;
    System.arraycopy(text, 0, sent, 1, text.length);
    return sent;
  }

  private static byte @Nullable [] bool(byte[] text) {
    if (text.length != 1) {
      return null;
    }
    return switch (text[0]) {
      case 't' -> new byte[] {1};
      case 'f' -> new byte[] {0};
      default -> null;
    };
  }

  private static byte @Nullable [] integer(BaseType type, byte[] text) {
    boolean negative = text.length > 0 && text[0] == '-';
    int at = negative ? 1 : 0;
    if (at == text.length || text.length - at > 18) {
      return null; // what fits in 18 digits cannot overflow a long
    }
    long value = 0;
    for (; at < text.length; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      value = value * 10 + digit;
    }
    value = negative ? -value : value;
    return switch (type) {
      case INT2 -> value == (short) value ? Binary.int2((short) value) : null;
      case INT4 -> value == (int) value ? Binary.int4((int) value) : null;
      default -> Binary.int8(value);
    };
  }

  private static byte @Nullable [] matching(BaseType type, Pattern form, byte[] text) {
    String ascii = new String(text, StandardCharsets.ISO_8859_1);
    return form.matcher(ascii).matches() ? parsed(type, ascii) : null;
  }

  private static byte @Nullable [] parsed(BaseType type, String text) {
    try {
      return ValueText.fromText(type, text, SessionTime.UTC);
    } catch (SQLException e) {
      return null; // out of range: the server says so, or ValueText once more
    }
  }

  private static String decoded(byte[] utf8) throws SQLException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw DataError.of("22021", "invalid byte sequence for encoding \"UTF8\"");
    }
  }
}
