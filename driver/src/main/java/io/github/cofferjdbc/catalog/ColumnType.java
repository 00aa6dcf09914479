package io.github.cofferjdbc.catalog;

import io.github.cofferjdbc.envelope.EncryptedType;
import org.jspecify.annotations.Nullable;

/** The type of a column, argument or result as the catalog has it. Immutable. */
public sealed interface ColumnType {

  /**
   * A type that Coffer leaves alone.
   *
   * @param oid the type's oid
   * @param name the type's name without schema, such as {@code int4} or {@code _text}
   */
  record Plain(int oid, String name) implements ColumnType {}

  /**
   * An encrypted type, or an array of one.
   *
   * @param type what the values are
   * @param domain the domain that the column is declared with: built in or the user's own
   * @param modifier the type modifier that the scope was registered with, or null
   * @param array whether the column holds arrays of such values
   */
  record Encrypted(EncryptedType type, DomainName domain, @Nullable String modifier, boolean array)
      implements ColumnType {}

  /**
   * A type that holds encrypted values inside: a composite or row type, a range, an array of
   * either, or a domain over an array. It is stored and shown as a whole, so Coffer refuses its
   * use.
   *
   * @param oid the type's oid
   * @param name the type's name without schema
   */
  record Nested(int oid, String name) implements ColumnType {}

  /**
   * {@code bytea} that may be ciphertext: a column of a view in which an expression over an
   * encrypted column has lost the encrypted type. Coffer refuses its use.
   *
   * @param oid the type's oid
   * @param name the type's name without schema
   */
  record Lost(int oid, String name) implements ColumnType {}
}
