package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.json.Json;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure as the user sees it. Immutable.
 *
 * @param state the SQLState, or null if there is none
 * @param message one line
 */
record Failure(@Nullable String state, String message) {

  static Failure of(SQLException exception) {
    return new Failure(exception.getSQLState(), oneLine(exception.getMessage()));
  }

  /** A bug, or something like a full disk: there is no better text than its own. */
  static Failure of(Exception exception) {
    String message = exception.getMessage();
    return new Failure(
        null,
        exception.getClass().getSimpleName() + (message == null ? "" : ": " + oneLine(message)));
  }

  static String oneLine(@Nullable String message) {
    return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  String line() {
    return state == null ? message : message + " (" + state + ")";
  }

  String json() {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("state", state);
    error.put("message", message);
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("error", error);
    return Json.write(object);
  }
}
