package io.github.cofferjdbc.value;

import io.github.cofferjdbc.error.CofferState;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Turns what a setter or literal gives into a value of a protected column, by PostgreSQL's rules.
 * Thread safe; holds no state.
 *
 * <p>Errors are PostgreSQL's: 42804, 42883 and 42846 where the types do not go together, 22xxx
 * where the value does not fit. KE003 where PostgreSQL would go on and Coffer cannot: the message
 * has the remedy. No message holds the value.
 */
public final class Coercion {

  private Coercion() {}

  /**
   * Returns the value as the column stores it after INSERT or UPDATE, that is, after PostgreSQL's
   * assignment cast, in binary send format.
   */
  public static byte[] assign(BaseType column, BoundValue value, SessionTime session)
      throws SQLException {
    return convert(column, value, session, false);
  }

  /**
   * Checks that a NULL of this type can be assigned to the column.
   *
   * @throws SQLException 42804 if PostgreSQL has no assignment cast between the types
   */
  public static void assignNull(BaseType column, Source source) throws SQLException {
    if (source == Source.UNKNOWN) {
      return;
    }
    if (source == Source.OTHER) {
      if (!takesOtherTypes(column)) {
        throw Cast.mismatch(source, column, false);
      }
    } else if (source == Source.TIMETZ) {
      if (column != BaseType.TIME && column != BaseType.TEXT && column != BaseType.BPCHAR) {
        throw Cast.mismatch(source, column, false);
      }
    } else if (SourceValue.baseType(source) != column) {
      Cast.of(source, column, false, SessionTime.UTC);
    }
  }

  /** Tells whether PostgreSQL has assignment casts to the type from others than the base types. */
  private static boolean takesOtherTypes(BaseType column) {
    return switch (column) {
      case TEXT, BPCHAR, INT4, INT8, NUMERIC, TIME -> true;
      case BOOL, INT2, FLOAT4, FLOAT8, BYTEA, DATE, TIMESTAMP, TIMESTAMPTZ, UUID, JSON, JSONB ->
          false;
    };
  }

  /**
   * Checks that PostgreSQL has an operator {@code =} for the column and a value of this type.
   *
   * @throws SQLException 42883 if it has none, KE003 if Coffer cannot tell
   */
  public static void checkComparable(BaseType column, Source source) throws SQLException {
    switch (source) {
      case UNKNOWN -> {}
      case OTHER -> throw otherType(column);
      case TIMETZ -> Equality.withTimetz(column);
      default -> Equality.checkOperator(column, source);
    }
  }

  /** As {@link #checkComparable}, for a value of a list whose types are not all known before. */
  public static void checkListed(BaseType column, Source source) throws SQLException {
    try {
      checkComparable(column, source);
    } catch (SQLException e) {
      // Which of PostgreSQL's errors it is depends on the others, or there is none.
      throw CommonType.another(column, source);
    }
  }

  /**
   * Checks that PostgreSQL makes the column's type of the column and a value of this type.
   *
   * @throws SQLException 42804 or 42846 if it finds no common type, KE003 if it finds another
   */
  public static void checkUnifiable(BaseType column, Source source) throws SQLException {
    if (source == Source.OTHER) {
      throw otherType(column);
    }
    if (source != Source.UNKNOWN) {
      CommonType.check(column, source);
    }
  }

  /**
   * Returns the value where PostgreSQL makes one type of it and the column, as CASE does, in binary
   * send format.
   *
   * @param canonical whether the column keeps one form of equal values
   * @throws SQLException KE003 if that would be another type than the column's
   */
  public static byte[] unify(
      BaseType column, BoundValue value, boolean canonical, SessionTime session)
      throws SQLException {
    Source source = value.source();
    checkUnifiable(column, source);
    if (!canonical && column == BaseType.BPCHAR && source == Source.VARCHAR) {
      // If the value comes first, the column becomes a varchar and loses its trailing blanks.
      throw CommonType.another(column, source);
    }
    try {
      return convert(column, value, session, false);
    } catch (SQLException e) {
      if (source == Source.INT4 && CommonType.isSmall(column, BaseType.INT4)) {
        throw CommonType.another(column, source);
      }
      throw e;
    }
  }

  /**
   * Checks that a value of this type can be an argument of the column's type.
   *
   * @throws SQLException 42883 if PostgreSQL has no implicit cast between the types, KE003 if
   *     Coffer cannot tell
   */
  public static void checkPassable(BaseType column, Source source) throws SQLException {
    switch (source) {
      case UNKNOWN -> {}
      case OTHER -> {
        // Some of the other types have implicit casts to these.
        if (column == BaseType.TEXT || column == BaseType.BPCHAR || column == BaseType.INT8) {
          throw otherType(column);
        }
        throw notPassable(column, source);
      }
      case TIMETZ -> throw notPassable(column, source);
      default -> {
        BaseType type = SourceValue.baseType(source);
        if (type != column && !CommonType.hasImplicitCast(type, column)) {
          throw notPassable(column, source);
        }
      }
    }
  }

  private static SQLException notPassable(BaseType column, Source source) {
    return DataError.of(
        "42883",
        "the argument is of type "
            + DataError.displayName(column)
            + ", and the value of type "
            + source.displayName()
            + ", which is not cast to it unasked");
  }

  /** Returns the value as a routine gets it for an argument, in binary send format. */
  public static byte[] pass(BaseType column, BoundValue value, SessionTime session)
      throws SQLException {
    checkPassable(column, value.source());
    return convert(column, value, session, false);
  }

  /**
   * As {@link #compare}, for a value in a list of several after IN, where PostgreSQL first makes
   * one type of all of them and the column.
   *
   * @param certain whether the types of all values of the list are known, and they make it real
   */
  public static Comparand compareListed(
      BaseType column, BoundValue value, boolean certain, SessionTime session) throws SQLException {
    Source source = value.source();
    if (!certain) {
      checkListed(column, source);
    }
    if (source == Source.FLOAT4 && column != BaseType.FLOAT4) {
      // Other values, or the column itself, would be rounded to a real.
      throw CommonType.another(column, source);
    }
    if (column != BaseType.FLOAT4 || !becomesReal(source)) {
      return compare(column, value, session);
    }
    byte[] rounded = Searchable.encode(column, convert(column, value, session, false));
    boolean exact =
        compare(column, value, session) instanceof Comparand.Encoded encoded
            && Arrays.equals(encoded.canonical(), rounded);
    if (!exact && !certain) {
      throw CommonType.another(column, source);
    }
    return new Comparand.Encoded(rounded);
  }

  private static boolean becomesReal(Source source) {
    return source == Source.INT2
        || source == Source.INT4
        || source == Source.INT8
        || source == Source.NUMERIC;
  }

  /**
   * Returns the value after an explicit cast to the type, {@code CAST(value AS type)} without a
   * type modifier, in binary send format.
   */
  public static byte[] cast(BaseType type, BoundValue value, SessionTime session)
      throws SQLException {
    return convert(type, value, session, true);
  }

  /**
   * Returns which value of the column satisfies {@code column = value}, by the operator that
   * PostgreSQL chooses for the two types.
   */
  public static Comparand compare(BaseType column, BoundValue value, SessionTime session)
      throws SQLException {
    return switch (value.source()) {
      case UNKNOWN ->
          new Comparand.Encoded(Searchable.encode(column, untyped(column, value, session)));
      case OTHER -> throw otherType(column);
      case TIMETZ -> Equality.withTimetz(column);
      case BOOL,
          INT2,
          INT4,
          INT8,
          FLOAT4,
          FLOAT8,
          NUMERIC,
          TEXT,
          VARCHAR,
          BPCHAR,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          UUID,
          JSON,
          JSONB -> {
        Equality.checkOperator(column, value.source());
        yield Equality.compare(column, value.source(), SourceValue.encode(value, session), session);
      }
    };
  }

  private static byte[] convert(
      BaseType target, BoundValue value, SessionTime session, boolean explicit)
      throws SQLException {
    Source source = value.source();
    return switch (source) {
      case UNKNOWN -> untyped(target, value, session);
      case OTHER ->
          throw explicit || takesOtherTypes(target)
              ? otherType(target)
              : Cast.mismatch(source, target, false);
      case TIMETZ -> TimetzCast.convert(target, value, explicit);
      case BOOL,
          INT2,
          INT4,
          INT8,
          FLOAT4,
          FLOAT8,
          NUMERIC,
          TEXT,
          VARCHAR,
          BPCHAR,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          UUID,
          JSON,
          JSONB -> {
        if (SourceValue.baseType(source) == target) {
          yield SourceValue.encode(value, session);
        }
        // The types are checked first: a server does that before it looks at any value.
        Cast cast = Cast.of(source, target, explicit, session);
        yield cast.apply(SourceValue.encode(value, session));
      }
    };
  }

  /** Reads a value without a type as the column's, as the server's input functions would. */
  private static byte[] untyped(BaseType column, BoundValue value, SessionTime session)
      throws SQLException {
    return value.value() instanceof BoundValue.Binary binary
        ? ValueText.fromBinary(column, binary.bytes())
        : ValueText.fromText(column, (String) value.value(), session);
  }

  private static SQLException otherType(BaseType column) {
    return CofferState.CONSTRUCT_REFUSED.exception(
        "a value of this type cannot be bound to a protected column of type "
            + DataError.displayName(column)
            + ": bind a value of the column's own type, or its text");
  }
}
