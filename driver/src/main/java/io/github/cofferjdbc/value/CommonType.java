package io.github.cofferjdbc.value;

import io.github.cofferjdbc.error.CofferState;
import java.sql.SQLException;
import java.util.List;

/**
 * The one type that PostgreSQL makes of a column and a value where CASE, COALESCE, VALUES, ARRAY or
 * a set operation puts them together. The result of such an expression is encrypted as the column's
 * type, so a value that would turn the column into another type is refused.
 */
final class CommonType {

  /** Each is cast to those behind it without being asked for. */
  private static final List<BaseType> NUMBERS =
      List.of(
          BaseType.INT2,
          BaseType.INT4,
          BaseType.INT8,
          BaseType.NUMERIC,
          BaseType.FLOAT4,
          BaseType.FLOAT8);

  private static final List<BaseType> MOMENTS =
      List.of(BaseType.DATE, BaseType.TIMESTAMP, BaseType.TIMESTAMPTZ);

  private CommonType() {}

  private enum Category {
    TRUTH,
    NUMBER,
    STRING,
    DATE_TIME,
    OTHER
  }

  /**
   * Tells whether values of the source become the column's type, nothing else.
   *
   * @throws SQLException 42804 or 42846 if PostgreSQL finds no common type, KE003 if it finds
   *     another than the column's
   */
  static void check(BaseType column, Source source) throws SQLException {
    if (source == Source.TIMETZ) {
      checkSameCategory(column, BaseType.TIME, source);
      throw column == BaseType.TIME ? another(column, source) : noCast(column, source);
    }
    BaseType type = SourceValue.baseType(source);
    if (type == column) {
      return;
    }
    checkSameCategory(column, type, source);
    boolean becomesColumn =
        switch (categoryOf(column)) {
          case TRUTH -> true;
          case NUMBER -> NUMBERS.indexOf(type) < NUMBERS.indexOf(column) || isSmall(column, type);
          case STRING -> column == BaseType.TEXT || source == Source.VARCHAR;
          case DATE_TIME -> {
            if (column == BaseType.TIME || type == BaseType.TIME) {
              throw noCast(column, source);
            }
            yield MOMENTS.indexOf(type) < MOMENTS.indexOf(column);
          }
          case OTHER -> throw noCast(column, source);
        };
    if (!becomesColumn) {
      throw another(column, source);
    }
  }

  /** Tells whether PostgreSQL casts values of one type to another type without being asked. */
  static boolean hasImplicitCast(BaseType from, BaseType to) {
    return categoryOf(from) == categoryOf(to)
        && switch (categoryOf(to)) {
          case NUMBER -> NUMBERS.indexOf(from) < NUMBERS.indexOf(to);
          case STRING -> true;
          case DATE_TIME -> from != BaseType.TIME && MOMENTS.indexOf(from) < MOMENTS.indexOf(to);
          case TRUTH, OTHER -> false;
        };
  }

  /** An integer constant is an int4 at least; beside an int2 column it may stay one. */
  static boolean isSmall(BaseType column, BaseType type) {
    return column == BaseType.INT2 && type == BaseType.INT4;
  }

  static SQLException another(BaseType column, Source source) {
    return CofferState.CONSTRUCT_REFUSED.exception(
        "together with a value of type "
            + source.displayName()
            + " it would not stay "
            + DataError.displayName(column)
            + "; give the value the column's type, as in CAST(… AS "
            + column.typeName()
            + ")");
  }

  private static void checkSameCategory(BaseType column, BaseType type, Source source)
      throws SQLException {
    if (categoryOf(column) != categoryOf(type)) {
      throw DataError.of(
          "42804",
          "types "
              + DataError.displayName(column)
              + " and "
              + source.displayName()
              + " cannot be matched");
    }
  }

  private static SQLException noCast(BaseType column, Source source) {
    return DataError.of(
        "42846",
        "could not convert type " + source.displayName() + " to " + DataError.displayName(column));
  }

  private static Category categoryOf(BaseType type) {
    return switch (type) {
      case BOOL -> Category.TRUTH;
      case INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC -> Category.NUMBER;
      case TEXT, BPCHAR -> Category.STRING;
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> Category.DATE_TIME;
      case BYTEA, UUID, JSON, JSONB -> Category.OTHER;
    };
  }
}
