package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.value.BaseType;
import java.sql.SQLException;
import org.postgresql.core.Oid;

/** PostgreSQL's assignment casts from types that no protected column has. */
final class OtherTypes {

  private OtherTypes() {}

  /**
   * Checks that a value of the type may be assigned to a column.
   *
   * @throws SQLException 42804 if PostgreSQL refuses it
   */
  static void checkAssignable(BaseType column, int oid) throws SQLException {
    boolean assignable =
        switch (column) {
          case TEXT, BPCHAR -> true;
          case INT4, INT8 -> oid == Oid.OID;
          case NUMERIC -> oid == Oid.MONEY;
          case TIME -> oid == Oid.INTERVAL;
          case BOOL, INT2, FLOAT4, FLOAT8, BYTEA, DATE, TIMESTAMP, TIMESTAMPTZ, UUID, JSON, JSONB ->
              false;
        };
    if (!assignable) {
      throw new SQLException(
          "column is of type " + column.typeName() + " but expression is of another type", "42804");
    }
  }
}
