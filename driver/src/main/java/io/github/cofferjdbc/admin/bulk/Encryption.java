package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.value.BoundValue;
import io.github.cofferjdbc.value.Coercion;
import io.github.cofferjdbc.value.ModifiedType;
import io.github.cofferjdbc.value.Searchable;
import io.github.cofferjdbc.value.SessionTime;
import io.github.cofferjdbc.value.Source;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * Seals the values of a plain column. Used by one thread.
 *
 * @param source the type of the column, or of its elements
 * @param target the encrypted type
 * @param longest the greatest length of a sealed value, which an index may limit
 * @param cipher seals
 */
record Encryption(Source source, ColumnType.Encrypted target, int longest, FieldCipher cipher)
    implements Conversion {

  @Override
  public String shadowType() {
    return target.array() ? "pg_catalog.bytea[]" : "pg_catalog.bytea";
  }

  @Override
  public String parameterType() {
    return target.array() ? "pg_catalog.text" : "pg_catalog.bytea";
  }

  @Override
  public Object convert(byte[] value) throws SQLException {
    if (!target.array()) {
      return seal(value);
    }
    return BinaryArray.parse(value)
        .text(element -> "\\x" + HexFormat.of().formatHex(seal(element)));
  }

  /** Returns the stored value of a value in its binary send format. */
  byte[] seal(byte[] binary) throws SQLException {
    EncryptedType type = target.type();
    byte[] assigned =
        Coercion.assign(
            type.base(), new BoundValue(source, new BoundValue.Binary(binary)), SessionTime.UTC);
    ModifiedType modified = ModifiedType.of(type.base(), target.modifier());
    assigned = modified == null ? assigned : modified.unchanged(assigned);
    byte[] stored =
        cipher.seal(
            type,
            type.mode().deterministic() ? Searchable.encode(type.base(), assigned) : assigned);
    if (stored.length > longest) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "A value has "
              + stored.length
              + " bytes when it is encrypted, and an index over the column takes "
              + longest
              + ": shorten it, or make the index one USING hash.");
    }
    return stored;
  }
}
