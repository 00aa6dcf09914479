package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.value.MalformedValueException;
import io.github.cofferjdbc.value.ModifiedType;
import io.github.cofferjdbc.value.Searchable;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Opens what columns hold, as a connection that reads them does. As thread safe as its cipher. */
final class ValueOpener {

  private final FieldCipher cipher;

  ValueOpener(FieldCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * Returns the plaintext in PostgreSQL's binary send format of the type's base.
   *
   * @throws SQLException as {@link FieldCipher#open}; KE001 also for a value outside the base type
   */
  byte[] open(ColumnType.Encrypted domain, byte[] stored) throws SQLException {
    return open(domain, stored, false);
  }

  private byte[] open(ColumnType.Encrypted domain, byte[] stored, boolean beside)
      throws SQLException {
    EncryptedType type = domain.type();
    byte[] plaintext = beside ? cipher.openBeside(type, stored) : cipher.open(type, stored);
    try {
      return type.mode().deterministic()
          ? ModifiedType.shown(
              type.base(), domain.modifier(), Searchable.decode(type.base(), plaintext))
          : plaintext;
    } catch (MalformedValueException e) {
      throw CofferState.VALUE_NOT_AUTHENTIC.exception(
          "A stored value is outside its column's type " + type + ".");
    }
  }

  /**
   * Opens a column's content and returns how many values it was: of an array, its elements.
   *
   * @param beside whether another of the same row was opened just now
   * @throws SQLException as {@link #open}
   */
  int check(ColumnType.Encrypted type, byte[] content, boolean beside) throws SQLException {
    if (!type.array()) {
      open(type, content, beside);
      return 1;
    }
    int values = 0;
    for (byte @Nullable [] element : BinaryArray.parse(content).elements()) {
      if (element != null) {
        open(type, element);
        values++;
      }
    }
    return values;
  }

  /** Tells whether the error says that a value is bad, not that none can be opened now. */
  static boolean isOfOneValue(SQLException e) {
    return CofferState.VALUE_NOT_AUTHENTIC.matches(e)
        || CofferState.FORMAT_UNKNOWN.matches(e)
        || CofferState.KEY_MISSING.matches(e);
  }
}
