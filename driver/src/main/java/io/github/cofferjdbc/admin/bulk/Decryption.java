package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.value.BaseType;
import io.github.cofferjdbc.value.MalformedValueException;
import io.github.cofferjdbc.value.SessionTime;
import io.github.cofferjdbc.value.ValueText;
import java.sql.SQLException;

/**
 * Opens the values of a protected column. Used by one thread.
 *
 * @param type the column's
 * @param cipher opens
 */
record Decryption(ColumnType.Encrypted type, FieldCipher cipher) implements Conversion {

  @Override
  public String shadowType() {
    return plainType(type);
  }

  /** Returns the type that a column of this encrypted type becomes, in SQL. */
  static String plainType(ColumnType.Encrypted type) {
    return "pg_catalog." + type.type().base().typeName() + (type.array() ? "[]" : "");
  }

  @Override
  public String parameterType() {
    return type.type().base() == BaseType.BYTEA && !type.array()
        ? "pg_catalog.bytea"
        : "pg_catalog.text";
  }

  @Override
  public Object convert(byte[] value) throws SQLException {
    if (!type.array()) {
      return parameterType().endsWith("bytea")
          ? new ValueOpener(cipher).open(type, value)
          : text(value);
    }
    return BinaryArray.parse(value).text(this::text);
  }

  /** Returns the text of a stored value. */
  String text(byte[] stored) throws SQLException {
    byte[] binary = new ValueOpener(cipher).open(type, stored);
    try {
      return ValueText.toText(type.type().base(), binary, SessionTime.UTC);
    } catch (MalformedValueException e) {
      throw CofferState.VALUE_NOT_AUTHENTIC.exception(
          "A stored value is none of its column's type " + type.type() + ".");
    }
  }
}
