package io.github.cofferjdbc.differential;

import io.github.cofferjdbc.value.BaseType;

/**
 * What the generator knows of a column or expression.
 *
 * @param base the type on the plain side
 * @param mode how it is kept on the encrypted side
 */
record Type(BaseType base, Mode mode) {

  enum Mode {
    /** Not encrypted there either. */
    PLAIN,
    EQ,
    RANDOM
  }

  static final Type NUMBER = new Type(BaseType.INT4, Mode.PLAIN);
  static final Type BIG_NUMBER = new Type(BaseType.INT8, Mode.PLAIN);
  static final Type WORD = new Type(BaseType.TEXT, Mode.PLAIN);
  static final Type TRUTH = new Type(BaseType.BOOL, Mode.PLAIN);

  static Type eq(BaseType base) {
    return new Type(base, Mode.EQ);
  }

  static Type random(BaseType base) {
    return new Type(base, Mode.RANDOM);
  }

  boolean encrypted() {
    return mode != Mode.PLAIN;
  }

  /** Tells whether section 5's table lets values of the type be told apart. */
  boolean comparable() {
    return mode == Mode.EQ || (mode == Mode.PLAIN && base != BaseType.JSON);
  }

  /** Tells whether values of both compare with {@code =}. */
  boolean meets(Type other) {
    return mode == other.mode && base.searchable() == other.base.searchable();
  }

  String ddl(boolean encryptedSide) {
    return switch (mode) {
      case PLAIN -> base.typeName();
      case EQ -> encryptedSide ? "encrypted." + base.typeName() + "_eq" : base.typeName();
      case RANDOM -> encryptedSide ? "encrypted." + base.typeName() + "_random" : base.typeName();
    };
  }
}
