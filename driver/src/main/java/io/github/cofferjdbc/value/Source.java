package io.github.cofferjdbc.value;

/**
 * The type that an expression has before it meets a protected column: what a JDBC setter announces
 * to the server for a parameter, or the type of a literal. Immutable and thread safe.
 */
public enum Source {
  /**
   * No type: an untyped literal, or a parameter sent with oid 0. Its text is read as the column's
   * type, as the server does.
   */
  UNKNOWN(0, "unknown"),
  BOOL(16, "boolean"),
  INT2(21, "smallint"),
  INT4(23, "integer"),
  INT8(20, "bigint"),
  FLOAT4(700, "real"),
  FLOAT8(701, "double precision"),
  NUMERIC(1700, "numeric"),
  TEXT(25, "text"),
  VARCHAR(1043, "character varying"),
  BPCHAR(1042, "character"),
  BYTEA(17, "bytea"),
  DATE(1082, "date"),
  TIME(1083, "time without time zone"),
  TIMETZ(1266, "time with time zone"),
  TIMESTAMP(1114, "timestamp without time zone"),
  TIMESTAMPTZ(1184, "timestamp with time zone"),
  UUID(2950, "uuid"),
  JSON(114, "json"),
  JSONB(3802, "jsonb"),
  /** Any other type: assigned to no column but text's, where Coffer refuses it (KE003). */
  OTHER(-1, "another type");

  private final int oid;
  private final String displayName;

  Source(int oid, String displayName) {
    this.oid = oid;
    this.displayName = displayName;
  }

  /** Returns the source that a parameter of this type oid is; 0 is {@link #UNKNOWN}. */
  public static Source ofOid(int oid) {
    return switch (oid) {
      case 0, 705 -> UNKNOWN;
      case 16 -> BOOL;
      case 21 -> INT2;
      case 23 -> INT4;
      case 20 -> INT8;
      case 700 -> FLOAT4;
      case 701 -> FLOAT8;
      case 1700 -> NUMERIC;
      case 25 -> TEXT;
      case 1043 -> VARCHAR;
      case 1042 -> BPCHAR;
      case 17 -> BYTEA;
      case 1082 -> DATE;
      case 1083 -> TIME;
      case 1266 -> TIMETZ;
      case 1114 -> TIMESTAMP;
      case 1184 -> TIMESTAMPTZ;
      case 2950 -> UUID;
      case 114 -> JSON;
      case 3802 -> JSONB;
      default -> OTHER;
    };
  }

  /** Returns the source that a value of this base type is. */
  public static Source of(BaseType type) {
    return ofOid(type.oid());
  }

  /** Returns the type's oid, 0 for {@link #UNKNOWN}, -1 for {@link #OTHER}. */
  public int oid() {
    return oid;
  }

  /** Returns the type's name as PostgreSQL writes it in messages. */
  public String displayName() {
    return displayName;
  }
}
