package io.github.cofferjdbc.value;

import io.github.cofferjdbc.error.CofferState;
import java.sql.SQLException;

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
