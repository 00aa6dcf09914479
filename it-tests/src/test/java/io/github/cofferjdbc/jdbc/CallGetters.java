package io.github.cofferjdbc.jdbc;

import java.io.IOException;
import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** Every way to read what a call has returned, and what comes of it in words. */
@SuppressWarnings("deprecation") // the deprecated ways too
final class CallGetters {

  /** Reads a parameter. */
  interface Getter {
    @Nullable Object get(CallableStatement call, int parameter) throws SQLException;
  }

  private static final Calendar TOKYO =
      Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"), Locale.ROOT);

  private static final Map<String, Getter> ALL = new LinkedHashMap<>();

  static {
    ALL.put("getString", CallableStatement::getString);
    ALL.put("getNString", CallableStatement::getNString);
    ALL.put("getBoolean", CallableStatement::getBoolean);
    ALL.put("getByte", CallableStatement::getByte);
    ALL.put("getShort", CallableStatement::getShort);
    ALL.put("getInt", CallableStatement::getInt);
    ALL.put("getLong", CallableStatement::getLong);
    ALL.put("getFloat", CallableStatement::getFloat);
    ALL.put("getDouble", CallableStatement::getDouble);
    ALL.put("getBigDecimal", CallableStatement::getBigDecimal);
    ALL.put("getBigDecimal scale", (call, at) -> call.getBigDecimal(at, 1));
    ALL.put("getBytes", CallableStatement::getBytes);
    ALL.put("getDate", CallableStatement::getDate);
    ALL.put("getDate Tokyo", (call, at) -> call.getDate(at, TOKYO));
    ALL.put("getDate null", (call, at) -> call.getDate(at, null));
    ALL.put("getTime", CallableStatement::getTime);
    ALL.put("getTime Tokyo", (call, at) -> call.getTime(at, TOKYO));
    ALL.put("getTimestamp", CallableStatement::getTimestamp);
    ALL.put("getTimestamp Tokyo", (call, at) -> call.getTimestamp(at, TOKYO));
    ALL.put("getObject", CallableStatement::getObject);
    ALL.put("getObject map", (call, at) -> call.getObject(at, Map.of()));
    ALL.put("getObject String", (call, at) -> call.getObject(at, String.class));
    ALL.put("getObject ResultSet", (call, at) -> call.getObject(at, ResultSet.class));
    ALL.put("getSQLXML", CallableStatement::getSQLXML);
    ALL.put("getArray", CallableStatement::getArray);
    ALL.put("getBlob", CallableStatement::getBlob);
    ALL.put("getClob", CallableStatement::getClob);
    ALL.put("getNClob", CallableStatement::getNClob);
    ALL.put("getURL", CallableStatement::getURL);
    ALL.put("getRef", CallableStatement::getRef);
    ALL.put("getRowId", CallableStatement::getRowId);
    ALL.put("getCharacterStream", CallableStatement::getCharacterStream);
    ALL.put("getNCharacterStream", CallableStatement::getNCharacterStream);
    ALL.put("getString by name", (call, at) -> call.getString("v"));
    ALL.put("getObject by name", (call, at) -> call.getObject("v"));
  }

  private CallGetters() {}

  /** Returns what each getter makes of a parameter, by name. */
  static Map<String, String> transcript(CallableStatement call, int parameter) {
    Map<String, String> lines = new LinkedHashMap<>();
    ALL.forEach((name, getter) -> lines.put(name, outcome(call, parameter, getter)));
    return lines;
  }

  /** Returns what a getter makes of a parameter: value, class and wasNull, or how it fails. */
  static String outcome(CallableStatement call, int parameter, Getter getter) {
    try {
      String value = Getters.describe(getter.get(call, parameter));
      return value + (call.wasNull() ? " wasNull" : "");
    } catch (SQLException e) {
      return e.getClass().getSimpleName() + " " + e.getSQLState();
    } catch (RuntimeException | IOException e) {
      return e.getClass().getSimpleName();
    }
  }
}
