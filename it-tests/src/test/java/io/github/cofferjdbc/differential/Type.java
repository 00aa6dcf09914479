package io.github.cofferjdbc.differential;

import io.github.cofferjdbc.value.BaseType;

/**
 * What the generator knows of a column or expression.
 *
 * @param base the type on the plain side, of an array its elements' type
 * @param mode how it is kept on the encrypted side
 * @param array whether it is an array
 * @param domain the user's domain, or {@link Domain#NONE}
 */
record Type(BaseType base, Mode mode, boolean array, Domain domain) {

  enum Mode {
    /** Not encrypted there either. */
    PLAIN,
    EQ,
    RANDOM
  }

  /** The users' domains, which exist on both sides. */
  enum Domain {
    NONE(false),
    /** Shares the built-in type's scope. */
    NICKNAME(false),
    /** Likewise, and is randomized. */
    MEMO(false),
    /** Registered as {@code numeric(10,2)}. */
    PRICE(true),
    /** Registered. */
    BADGE(true);

    private final boolean scope;

    Domain(boolean scope) {
      this.scope = scope;
    }
  }

  static final Type NUMBER = new Type(BaseType.INT4, Mode.PLAIN, false, Domain.NONE);
  static final Type BIG_NUMBER = new Type(BaseType.INT8, Mode.PLAIN, false, Domain.NONE);
  static final Type WORD = new Type(BaseType.TEXT, Mode.PLAIN, false, Domain.NONE);
  static final Type TRUTH = new Type(BaseType.BOOL, Mode.PLAIN, false, Domain.NONE);

  static Type eq(BaseType base) {
    return new Type(base, Mode.EQ, false, Domain.NONE);
  }

  static Type random(BaseType base) {
    return new Type(base, Mode.RANDOM, false, Domain.NONE);
  }

  static Type of(Domain domain) {
    return switch (domain) {
      case NONE -> WORD;
      case NICKNAME -> new Type(BaseType.TEXT, Mode.EQ, false, domain);
      case MEMO -> new Type(BaseType.TEXT, Mode.RANDOM, false, domain);
      case PRICE -> new Type(BaseType.NUMERIC, Mode.EQ, false, domain);
      case BADGE -> new Type(BaseType.UUID, Mode.EQ, false, domain);
    };
  }

  Type arrayOf() {
    return new Type(base, mode, true, domain);
  }

  Type element() {
    return new Type(base, mode, false, domain);
  }

  boolean encrypted() {
    return mode != Mode.PLAIN;
  }

  /** Tells whether it is one encrypted value that equality means something for. */
  boolean searchable() {
    return mode == Mode.EQ && !array;
  }

  /** Tells whether section 5's table lets values of the type be told apart. */
  boolean comparable() {
    return mode == Mode.EQ || (mode == Mode.PLAIN && base != BaseType.JSON);
  }

  /** Tells whether values of both compare with {@code =}. */
  boolean meets(Type other) {
    boolean bases = array ? base == other.base : base.searchable() == other.base.searchable();
    return mode == other.mode && array == other.array && bases && scope() == other.scope();
  }

  private Domain scope() {
    return domain.scope ? domain : Domain.NONE;
  }

  String ddl(boolean encryptedSide) {
    String suffix =
        switch (mode) {
          case PLAIN -> "";
          case EQ -> "_eq";
          case RANDOM -> "_random";
        };
    String name =
        domain != Domain.NONE
            ? domain.name().toLowerCase(java.util.Locale.ROOT)
            : encryptedSide && encrypted()
                ? "encrypted." + base.typeName() + suffix
                : base.typeName();
    return array ? name + "[]" : name;
  }
}
