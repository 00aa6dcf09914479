package io.github.cofferjdbc.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The values that a call with protected types returned, as {@code PgCallableStatement} keeps them
 * and checks the getters against what was registered. Not thread safe.
 */
final class OutValues {

  private final int[] registered;
  private final int[] tested;
  private boolean any;
  private @Nullable Object @Nullable [] values;
  private int last;

  /**
   * @param parameters how many parameters the call has
   */
  OutValues(int parameters) {
    registered = new int[parameters + 1];
    tested = new int[parameters + 1];
  }

  /** Notes the type of a parameter, which pgjdbc has accepted. */
  void register(int parameter, int sqlType) {
    int type =
        switch (sqlType) {
          case Types.TINYINT -> Types.SMALLINT;
          case Types.LONGVARCHAR -> Types.VARCHAR;
          case Types.DECIMAL -> Types.NUMERIC;
          case Types.FLOAT -> Types.DOUBLE;
          case Types.VARBINARY, Types.LONGVARBINARY -> Types.BINARY;
          case Types.BOOLEAN -> Types.BIT;
          default -> sqlType;
        };
    registered[parameter - 1] = type;
    tested[parameter - 1] = type == Types.CHAR ? Types.VARCHAR : type;
    any = true;
  }

  /** Tells whether a parameter was ever registered. */
  boolean anyRegistered() {
    return any;
  }

  /** Tells whether values were taken from the last execution. */
  boolean taken() {
    return values != null;
  }

  void forget() {
    values = null;
  }

  /**
   * Takes the values from the only row that counts.
   *
   * @param returned how many values the call has to return
   * @throws SQLException pgjdbc's own states if the row does not fit what was registered
   */
  void take(ResultSet rows, int returned) throws SQLException {
    if (!rows.next()) {
      throw nothingReturned();
    }
    int columns = rows.getMetaData().getColumnCount();
    if (columns != returned) {
      throw Pgjdbc.clientError(
          "A CallableStatement was executed with an invalid number of parameters", "42601");
    }
    last = 0;
    @Nullable Object[] taken = new Object[registered.length];
    values = taken;
    for (int i = 0, j = 0; i < columns; i++, j++) {
      while (j < registered.length && registered[j] == 0) {
        j++;
      }
      // It stays readable if its type turns out to be another than the registered one.
      taken[j] = rows.getObject(i + 1);
      int type = rows.getMetaData().getColumnType(i + 1);
      taken[j] = fitted(taken[j], type, registered[j], i + 1);
    }
  }

  static SQLException nothingReturned() {
    return Pgjdbc.clientError("A CallableStatement was executed with nothing returned.", "02000");
  }

  private static @Nullable Object fitted(
      @Nullable Object value, int type, int registered, int parameter) throws SQLException {
    if (type == Types.DOUBLE && registered == Types.REAL) {
      return value instanceof Double number ? (Object) number.floatValue() : value;
    }
    if (type != registered && !(type == Types.REF_CURSOR && registered == Types.OTHER)) {
      throw Pgjdbc.clientError(
          "A CallableStatement function was executed and the out parameter "
              + parameter
              + " was of type java.sql.Types="
              + type
              + " however type java.sql.Types="
              + registered
              + " was registered.",
          "42821");
    }
    return value;
  }

  boolean wasNull() throws SQLException {
    if (last == 0) {
      throw Pgjdbc.clientError("wasNull cannot be call before fetching a result.", "55000");
    }
    return taken(last) == null;
  }

  private @Nullable Object taken(int parameter) {
    @Nullable Object[] all = values;
    return all == null ? null : all[parameter - 1];
  }

  /** Returns a value as it came. */
  @Nullable Object get(int parameter) {
    last = parameter;
    return taken(parameter);
  }

  /**
   * Returns the value for a getter that goes with a type.
   *
   * @throws SQLException 2200G if another type was registered
   */
  @Nullable Object get(int parameter, int type) throws SQLException {
    Object value = get(parameter);
    if (tested[parameter - 1] != type) {
      throw Pgjdbc.clientError(
          "Parameter of type java.sql.Types="
              + tested[parameter - 1]
              + " was registered, but a getter for sqltype="
              + type
              + " was called.",
          "2200G");
    }
    return value;
  }

  /**
   * Returns what {@code getBoolean} makes of a value, also of one of another type, as pgjdbc does.
   *
   * @throws SQLException 42846 if it is none of the spellings of true and false
   */
  static boolean truth(@Nullable Object value) throws SQLException {
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    String text =
        value instanceof Number number
            ? number.doubleValue() == 1 ? "1" : number.doubleValue() == 0 ? "0" : ""
            : value instanceof String given ? given.strip().toLowerCase(Locale.ROOT) : "";
    return switch (text) {
      case "1", "true", "t", "yes", "y", "on" -> true;
      case "0", "false", "f", "no", "n", "off" -> false;
      default -> throw Pgjdbc.clientError("Cannot cast to boolean", "42846");
    };
  }
}
