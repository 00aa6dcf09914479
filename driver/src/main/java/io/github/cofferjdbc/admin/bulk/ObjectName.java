package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.error.CofferState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The name of a table, column or type as a person writes it: parts between dots, folded to lower
 * case unless they stand in double quotes, as in SQL. Immutable.
 *
 * @param parts one to three, as stored in the catalog
 */
public record ObjectName(List<String> parts) {

  private static final int MOST_PARTS = 3;

  public ObjectName {
    parts = List.copyOf(parts);
  }

  /**
   * Reads a name such as {@code patient}, {@code clinic.patient.ssn} or {@code "Patient"."Ssn"}.
   *
   * @throws SQLException KE009 if it is none
   */
  public static ObjectName parse(String text) throws SQLException {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (true) {
      StringBuilder part = new StringBuilder();
      at = text.startsWith("\"", at) ? quoted(text, at, part) : plain(text, at, part);
      if (part.isEmpty()) {
        throw malformed();
      }
      parts.add(part.toString());
      if (at == text.length()) {
        break;
      }
      if (text.charAt(at) != '.') {
        throw malformed();
      }
      at++;
    }
    if (parts.size() > MOST_PARTS) {
      throw malformed();
    }
    return new ObjectName(parts);
  }

  private static int quoted(String text, int from, StringBuilder part) throws SQLException {
    int at = from + 1;
    while (true) {
      int end = text.indexOf('"', at);
      if (end < 0) {
        throw malformed();
      }
      part.append(text, at, end);
      if (!text.startsWith("\"\"", end)) {
        return end + 1;
      }
      part.append('"');
      at = end + 2;
    }
  }

  private static int plain(String text, int from, StringBuilder part) throws SQLException {
    int end = text.indexOf('.', from);
    String found = text.substring(from, end < 0 ? text.length() : end);
    if (found.indexOf('"') >= 0 || !found.equals(found.strip())) {
      throw malformed();
    }
    part.append(found.toLowerCase(Locale.ROOT));
    return from + found.length();
  }

  private static SQLException malformed() {
    return CofferState.BAD_CONFIGURATION.exception(
        "A name is written as in SQL, with its schema if that is not on the search path: TABLE,"
            + " TABLE.COLUMN or SCHEMA.TABLE.COLUMN.");
  }

  /** Returns the name as SQL has it, every part quoted. */
  @Override
  public String toString() {
    return Sql.name(parts.toArray(String[]::new));
  }
}
