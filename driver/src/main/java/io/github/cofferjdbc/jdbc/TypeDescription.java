package io.github.cofferjdbc.jdbc;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The descriptions of {@code DatabaseMetaData} whose rows tell a type, and in which of their
 * columns, counted from 1 as JDBC does, they tell what of it.
 */
enum TypeDescription {
  COLUMNS,
  /** Of procedures and of functions; pgjdbc tells no sizes. */
  ARGUMENTS,
  ROW_IDENTIFIER,
  USER_TYPES;

  private static final int MOST_COLUMNS = 24;

  /** What is told of a type. */
  enum Property {
    SQL_TYPE,
    TYPE_NAME,
    SIZE,
    /** The scale, but null for a numeric of any scale. */
    DECIMAL_DIGITS,
    SCALE,
    REMARKS,
    DEFAULT,
    OCTETS,
    SOURCE_TYPE;

    boolean isNumber() {
      return switch (this) {
        case SQL_TYPE, SIZE, DECIMAL_DIGITS, SCALE, OCTETS, SOURCE_TYPE -> true;
        case TYPE_NAME, REMARKS, DEFAULT -> false;
      };
    }
  }

  /** Returns what the column tells of a type, or null if nothing. */
  @Nullable Property property(int column) {
    return switch (this) {
      case COLUMNS ->
          switch (column) {
            case 5 -> Property.SQL_TYPE;
            case 6 -> Property.TYPE_NAME;
            case 7 -> Property.SIZE;
            case 9 -> Property.DECIMAL_DIGITS;
            case 12 -> Property.REMARKS;
            case 13 -> Property.DEFAULT;
            case 16 -> Property.OCTETS;
            case 22 -> Property.SOURCE_TYPE;
            default -> null;
          };
      case ARGUMENTS ->
          switch (column) {
            case 6 -> Property.SQL_TYPE;
            case 7 -> Property.TYPE_NAME;
            case 13 -> Property.REMARKS;
            default -> null;
          };
      case ROW_IDENTIFIER ->
          switch (column) {
            case 3 -> Property.SQL_TYPE;
            case 4 -> Property.TYPE_NAME;
            case 5 -> Property.SIZE;
            case 7 -> Property.SCALE;
            default -> null;
          };
      case USER_TYPES ->
          switch (column) {
            case 6 -> Property.REMARKS;
            case 7 -> Property.SOURCE_TYPE;
            default -> null;
          };
    };
  }

  /** Returns the column that tells the property, which the description has. */
  int column(Property property) {
    return IntStream.rangeClosed(1, MOST_COLUMNS)
        .filter(column -> property(column) == property)
        .findFirst()
        .orElseThrow();
  }
}
