package io.github.cofferjdbc.catalog;

import org.jspecify.annotations.Nullable;

/**
 * One row of a catalog query ({@link CatalogQueries} says what each tag's fields hold).
 *
 * @param tag what the row is about, one letter
 * @param oid an oid, 0 if the tag has none
 * @param number an ordinal number or a second oid
 * @param type the oid of a type, 0 if the tag has none
 */
record CatalogRow(
    String tag,
    int oid,
    @Nullable String a,
    @Nullable String b,
    @Nullable String c,
    int number,
    @Nullable String d,
    int type,
    @Nullable String typeName) {

  /** Returns field a, which the tag always has. */
  String first() {
    return present(a);
  }

  /** Returns field b, which the tag always has. */
  String second() {
    return present(b);
  }

  /** Returns field c, which the tag always has. */
  String third() {
    return present(c);
  }

  /** Returns the name of the type, which the tag always has. */
  String typeNamed() {
    return present(typeName);
  }

  private String present(@Nullable String field) {
    if (field == null) {
      throw new IllegalStateException("a catalog row " + tag + " lacks a field");
    }
    return field;
  }
}
