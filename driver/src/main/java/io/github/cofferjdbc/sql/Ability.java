package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Mode;

/** What an operation asks of an encrypted type. */
enum Ability {
  /** {@code =}, IN. */
  EQUAL("its values are not comparable", "an _eq type"),
  /** {@code <>}, DISTINCT, GROUP BY: all that tells equal from different. */
  EQUALITY("its values are not comparable", "an _eq type"),
  /** {@code <}, ORDER BY, min. */
  ORDER("has no order", "an _ordered type"),
  /** LIKE. */
  PATTERN("has no pattern match", "a _match type");

  private final String lack;
  private final String remedy;

  Ability(String lack, String remedy) {
    this.lack = lack;
    this.remedy = remedy;
  }

  /** Tells whether values of the mode have it: the table of the design's section 5. */
  boolean of(Mode mode) {
    return switch (mode) {
      case RANDOM -> false;
      case EQ -> this == EQUAL || this == EQUALITY;
      case ORDERED -> this != PATTERN;
      case MATCH -> this == EQUAL || this == PATTERN;
    };
  }

  /** Says why the type cannot do it and what could. */
  String reason(EncryptedType type) {
    String what = this == EQUAL || this == EQUALITY ? type + ": " + lack : type + " " + lack;
    Mode other =
        switch (this) {
          case EQUAL, EQUALITY -> Mode.EQ;
          case ORDER -> Mode.ORDERED;
          case PATTERN -> Mode.MATCH;
        };
    if (!other.supports(type.base())) {
      return what + ", and " + type.base().typeName() + " has no type that can";
    }
    return what + "; use " + remedy;
  }
}
