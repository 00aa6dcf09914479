package io.github.cofferjdbc.value;

import io.github.cofferjdbc.error.CofferState;
import java.sql.SQLException;

/**
 * PostgreSQL's own errors about data: its SQLStates and its messages without the value, since a
 * message may end in a log. Thread safe.
 */
final class DataError {

  static final String INVALID_TEXT = "22P02";
  static final String OUT_OF_RANGE = "22003";

  private DataError() {}

  /** The text is no value of the type at all. */
  static SQLException invalidText(BaseType type) {
    return of(INVALID_TEXT, "invalid input syntax for type " + displayName(type));
  }

  /** A number is well formed, but the type cannot hold it. */
  static SQLException outOfRange(BaseType type) {
    return of(OUT_OF_RANGE, "value is out of range for type " + displayName(type));
  }

  /** A date or time is malformed. */
  static SQLException invalidDateTime(BaseType type) {
    return of("22007", "invalid input syntax for type " + displayName(type));
  }

  /** A field of a date or time, or the whole of it, is outside its range. */
  static SQLException dateTimeOverflow(BaseType type) {
    return of("22008", "date/time field value out of range for type " + displayName(type));
  }

  /** PostgreSQL may accept this text, Coffer does not. */
  static SQLException refused(BaseType type, String remedy) {
    return CofferState.CONSTRUCT_REFUSED.exception(
        "this form of "
            + displayName(type)
            + " literal is not supported on a protected column: "
            + remedy);
  }

  static SQLException of(String sqlState, String message) {
    return new SQLException(message, sqlState);
  }

  /** Returns the type's name as PostgreSQL writes it in messages. */
  static String displayName(BaseType type) {
    return switch (type) {
      case BOOL -> "boolean";
      case INT2 -> "smallint";
      case INT4 -> "integer";
      case INT8 -> "bigint";
      case FLOAT4 -> "real";
      case FLOAT8 -> "double precision";
      case BPCHAR -> "character";
      case TIME -> "time without time zone";
      case TIMESTAMP -> "timestamp without time zone";
      case TIMESTAMPTZ -> "timestamp with time zone";
      case NUMERIC, TEXT, BYTEA, DATE, UUID, JSON, JSONB -> type.typeName();
    };
  }
}
