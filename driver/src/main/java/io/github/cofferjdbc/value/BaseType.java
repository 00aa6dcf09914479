package io.github.cofferjdbc.value;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A PostgreSQL type that a protected column can have before encryption.
 *
 * <p>The id stands in byte 2 of every stored value ({@code docs/format.md}) and is never reused.
 * The oid is PostgreSQL's own ({@code pg_type.dat}). Immutable and thread safe.
 */
public enum BaseType {
  BOOL(1, "bool", 16),
  INT2(2, "int2", 21),
  INT4(3, "int4", 23),
  INT8(4, "int8", 20),
  FLOAT4(5, "float4", 700),
  FLOAT8(6, "float8", 701),
  NUMERIC(7, "numeric", 1700),
  TEXT(8, "text", 25),
  BPCHAR(9, "bpchar", 1042),
  BYTEA(10, "bytea", 17),
  DATE(11, "date", 1082),
  TIME(12, "time", 1083),
  TIMESTAMP(13, "timestamp", 1114),
  TIMESTAMPTZ(14, "timestamptz", 1184),
  UUID(15, "uuid", 2950),
  JSON(16, "json", 114),
  JSONB(17, "jsonb", 3802);

  private static final List<BaseType> ALL = List.of(values());

  private final int id;
  private final String typeName;
  private final int oid;

  BaseType(int id, String typeName, int oid) {
    this.id = id;
    this.typeName = typeName;
    this.oid = oid;
  }

  /** Returns all base types in the order of their ids. */
  public static List<BaseType> all() {
    return ALL;
  }

  /** Returns the base type with this id in a stored value, or empty if there is none. */
  public static Optional<BaseType> ofId(int id) {
    return id >= 1 && id <= ALL.size() ? Optional.of(ALL.get(id - 1)) : Optional.empty();
  }

  /** Returns the base type with PostgreSQL's internal name, such as {@code int4}, or empty. */
  public static Optional<BaseType> ofTypeName(String typeName) {
    for (BaseType type : ALL) {
      if (type.typeName.equals(typeName)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Returns the base type with PostgreSQL's type oid, or empty if none has it. */
  public static Optional<BaseType> ofOid(int oid) {
    return ALL.stream().filter(type -> type.oid == oid).findFirst();
  }

  /** Returns the id in a stored value, 1 to 255. */
  public int id() {
    return id;
  }

  /**
   * Returns PostgreSQL's internal name, such as {@code int4}; the first half of a domain's name.
   */
  public String typeName() {
    return typeName;
  }

  /** Returns the oid of the type in every PostgreSQL server. */
  public int oid() {
    return oid;
  }

  /**
   * Returns the type whose id and encoding searchable values of this type carry: the integers share
   * int8, the floats float8, so that they compare with one another as in PostgreSQL.
   */
  public BaseType searchable() {
    return switch (this) {
      case INT2, INT4, INT8 -> INT8;
      case FLOAT4, FLOAT8 -> FLOAT8;
      case BOOL,
          NUMERIC,
          TEXT,
          BPCHAR,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          UUID,
          JSON,
          JSONB ->
          this;
    };
  }

  /** Returns the names of all base types, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(BaseType::typeName).collect(Collectors.joining(", "));
  }
}
