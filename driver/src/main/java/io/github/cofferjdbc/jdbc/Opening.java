package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.value.ArrayText;
import io.github.cofferjdbc.value.BaseType;
import io.github.cofferjdbc.value.MalformedValueException;
import io.github.cofferjdbc.value.ModifiedType;
import io.github.cofferjdbc.value.Searchable;
import io.github.cofferjdbc.value.SessionTime;
import io.github.cofferjdbc.value.ValueText;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From what is stored to what the server would send for a column of the base type: text, but for
 * bytea its bytes.
 */
final class Opening {

  private final Session session;

  private enum Row {
    /** Nobody tells where a row begins. */
    NONE,
    NEW,
    /** A value of the row was opened. */
    BEGUN
  }

  private Row row = Row.NONE;

  Opening(Session session) {
    this.session = session;
  }

  /** Notes that the values from now on are another row's, and up to the next call of one row. */
  void moved() {
    row = Row.NEW;
  }

  /**
   * Returns the value that was stored as these bytes.
   *
   * @throws SQLException KE001 if they are anything but a value of exactly this type
   */
  byte[] opened(byte[] stored, ColumnType.Encrypted type) throws SQLException {
    byte[] binary = binary(stored, type);
    return type.type().base() == BaseType.BYTEA ? binary : text(binary, type.type());
  }

  /**
   * Returns a value as {@link #opened(byte[], ColumnType.Encrypted)} does where the client encoding
   * is UTF-8, and asks the session nothing.
   *
   * @param beside whether another value of the row was opened just now
   */
  static byte[] opened(
      byte[] stored, EncryptedType type, FieldCipher cipher, boolean beside, SessionTime time)
      throws SQLException, MalformedValueException {
    byte[] plaintext = beside ? cipher.openBeside(type, stored) : cipher.open(type, stored);
    byte[] binary =
        type.mode().deterministic() ? Searchable.decode(type.base(), plaintext) : plaintext;
    return type.base() == BaseType.BYTEA ? binary : ValueText.textBytes(type.base(), binary, time);
  }

  /**
   * Returns the text in UTF-8 that COPY TO writes for a value of the base type.
   *
   * @param stored the text that it writes for the stored value
   */
  byte[] copied(byte[] stored, ColumnType.Encrypted type) throws SQLException {
    String text = new String(stored, StandardCharsets.ISO_8859_1); // ASCII
    if (type.array()) {
      return array(text, type).format().getBytes(StandardCharsets.UTF_8);
    }
    try {
      return ValueText.textBytes(
          type.type().base(),
          binary(ValueText.fromText(BaseType.BYTEA, text, SessionTime.UTC), type),
          time(type.type()));
    } catch (MalformedValueException e) {
      throw notStored(type.type());
    }
  }

  /**
   * Returns a stored value in PostgreSQL's binary send format of the base type.
   *
   * @throws SQLException KE001 if it is anything but a value of exactly this type
   */
  byte[] binary(byte[] stored, ColumnType.Encrypted type) throws SQLException {
    EncryptedType sealed = type.type();
    FieldCipher cipher = session.cipher();
    byte[] plaintext =
        row == Row.BEGUN ? cipher.openBeside(sealed, stored) : cipher.open(sealed, stored);
    row = row == Row.NEW ? Row.BEGUN : row;
    try {
      return sealed.mode().deterministic()
          ? ModifiedType.shown(
              sealed.base(), type.modifier(), Searchable.decode(sealed.base(), plaintext))
          : plaintext;
    } catch (MalformedValueException e) {
      throw notStored(sealed);
    }
  }

  private byte[] text(byte[] binary, EncryptedType type) throws SQLException {
    try {
      return session.pg().utf8()
          ? ValueText.textBytes(type.base(), binary, time(type))
          : session.pg().encode(ValueText.toText(type.base(), binary, time(type)));
    } catch (MalformedValueException e) {
      throw notStored(type);
    }
  }

  /** Tells whether texts are opened in UTF-8. */
  boolean utf8() throws SQLException {
    return session.pg().utf8();
  }

  /** Returns the session's zone where it matters: asking pgjdbc for it costs a locked look-up. */
  SessionTime time(EncryptedType type) {
    return type.base() == BaseType.TIMESTAMPTZ ? session.time() : SessionTime.UTC;
  }

  /**
   * Returns an array of values as the server would send it.
   *
   * @param stored the text of an array of bytes
   */
  byte[] openedArray(String stored, ColumnType.Encrypted type) throws SQLException {
    return session.pg().encode(array(stored, type).format());
  }

  private ArrayText array(String stored, ColumnType.Encrypted type) throws SQLException {
    ArrayText array = ArrayText.parse(stored);
    List<@Nullable String> opened = new ArrayList<>(array.elements().size());
    for (String element : array.elements()) {
      opened.add(element == null ? null : element(element, type));
    }
    return array.withElements(opened);
  }

  /** Returns the text of one value that the server sent as the text of bytes. */
  String element(String stored, ColumnType.Encrypted domain) throws SQLException {
    EncryptedType type = domain.type();
    if (!stored.startsWith("\\x")) {
      throw notStored(type);
    }
    try {
      return ValueText.toText(
          type.base(),
          binary(HexFormat.of().parseHex(stored, 2, stored.length()), domain),
          time(type));
    } catch (MalformedValueException | IllegalArgumentException e) {
      throw notStored(type);
    }
  }

  SQLException notStored(EncryptedType type) {
    return session.refusedValue(
        type,
        CofferState.VALUE_NOT_AUTHENTIC.exception(
            "The server sent something else than a stored value of " + type + "."));
  }
}
