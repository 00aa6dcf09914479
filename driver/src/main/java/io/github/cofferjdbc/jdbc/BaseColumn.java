package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.value.BaseType;
import io.github.cofferjdbc.value.TypeModifier;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TypeInfo;

/**
 * What pgjdbc's {@code DatabaseMetaData} tells of a plain column of the type that an encrypted one
 * has before encryption. It asks the server nothing. As thread safe as the connection.
 */
final class BaseColumn {

  private final TypeInfo types;
  private final int oid;
  private final int baseOid;
  private final int modifier;

  BaseColumn(TypeInfo types, ColumnType.Encrypted type) {
    BaseType base = type.type().base();
    this.types = types;
    this.baseOid = base.oid();
    this.oid = type.array() ? Pgjdbc.arrayOid(base) : base.oid();
    this.modifier = modifier(base, type.modifier());
  }

  /** Returns {@code atttypmod} of such a column, -1 if it has no modifier. */
  static int modifier(BaseType base, @Nullable String written) {
    return written == null
        ? TypeModifier.NONE
        : TypeModifier.parse(base, base.typeName() + written).orElse(TypeModifier.NONE);
  }

  /** Returns the number in {@link Types}. */
  int sqlType() throws SQLException {
    return types.getSQLType(oid);
  }

  /** Returns the number in {@link Types} of the values, also of an array. */
  int elementSqlType() throws SQLException {
    return types.getSQLType(baseOid);
  }

  int size() throws SQLException {
    int precision = types.getPrecision(oid, modifier);
    return precision == 0 && sqlType() != Types.NUMERIC
        ? types.getDisplaySize(oid, modifier)
        : precision;
  }

  int scale() {
    return types.getScale(oid, modifier);
  }

  /** Returns the scale, or null for a numeric of any scale. */
  @Nullable Integer decimalDigits() throws SQLException {
    return sqlType() == Types.NUMERIC && modifier == -1 ? null : Integer.valueOf(scale());
  }

  /** Returns the size of a text or bytes, null for others. */
  @Nullable Integer octets() throws SQLException {
    return switch (sqlType()) {
      case Types.CHAR, Types.VARCHAR, Types.BINARY -> size();
      default -> null;
    };
  }
}
