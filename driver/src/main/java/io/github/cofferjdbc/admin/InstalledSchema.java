package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.catalog.DatabaseIdFunction;
import io.github.cofferjdbc.envelope.EncryptedType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a database has of the schema {@code encrypted}. Immutable.
 *
 * @param exists whether there is a schema of that name
 * @param owner its owner, or null without a schema
 * @param idBody the body of {@code database_id()}, or null if there is none
 * @param missing what {@code init} would have to make: domains and routines, by name
 * @param changed domains that do not accept exactly what Coffer writes
 */
record InstalledSchema(
    boolean exists,
    @Nullable String owner,
    @Nullable String idBody,
    Set<String> missing,
    List<String> changed) {

  private static final String DOMAINS =
      """
      SELECT t.typname, pg_catalog.pg_get_constraintdef(c.oid), t.typbasetype
      FROM pg_catalog.pg_type AS t
      JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace
      LEFT JOIN pg_catalog.pg_constraint AS c ON c.contypid OPERATOR(pg_catalog.=) t.oid
        AND c.contype OPERATOR(pg_catalog.=) 'c'
      WHERE n.nspname OPERATOR(pg_catalog.=) 'encrypted'
        AND t.typtype OPERATOR(pg_catalog.<>) ALL ('{c,b}'::pg_catalog."char"[])
      """;

  private static final String ROUTINES =
      """
      SELECT p.proname, p.prosrc
      FROM pg_catalog.pg_proc AS p
      JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) p.pronamespace
      WHERE n.nspname OPERATOR(pg_catalog.=) 'encrypted'
      """;

  private static final String SCHEMA =
      """
      SELECT pg_catalog.pg_get_userbyid(n.nspowner)
      FROM pg_catalog.pg_namespace AS n WHERE n.nspname OPERATOR(pg_catalog.=) 'encrypted'
      """;

  static final String DATABASE_ID = "database_id";
  static final List<String> ROUTINE_NAMES =
      List.of(DATABASE_ID, "tokens", "smaller", "larger", "min", "max");

  /** How PostgreSQL 14 to 18 write the check, with the search path and bytea_output below. */
  private static final Pattern CHECK =
      Pattern.compile(
          "CHECK \\(\\(\"?substring\"?\\(VALUE, 1, 3\\) = ANY \\(ARRAY\\[(.*)]\\)\\)\\)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern BYTES = Pattern.compile("'\\\\x([0-9a-f]{6})'::bytea(, )?");

  InstalledSchema {
    missing = Set.copyOf(missing);
    changed = List.copyOf(changed);
  }

  /** Reads the state; the connection is in a transaction, whose settings this changes. */
  static InstalledSchema read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL search_path = pg_catalog");
      statement.execute("SET LOCAL bytea_output = hex");
      String owner = null;
      try (ResultSet result = statement.executeQuery(SCHEMA)) {
        if (result.next()) {
          owner = result.getString(1);
        }
      }
      Map<String, List<String>> checks = checks(statement);
      Set<String> missing = new HashSet<>();
      List<String> changed = new ArrayList<>();
      for (EncryptedType type : EncryptedType.builtIns()) {
        List<String> found = checks.get(type.domainName());
        if (found == null) {
          missing.add(type.domainName());
        } else if (found.stream().noneMatch(check -> accepts(check, type))) {
          changed.add(type.domainName());
        }
      }
      String idBody = null;
      Set<String> routines = new HashSet<>();
      try (ResultSet result = statement.executeQuery(ROUTINES)) {
        while (result.next()) {
          routines.add(result.getString(1));
          if (result.getString(1).equals(DATABASE_ID)) {
            idBody = result.getString(2);
          }
        }
      }
      ROUTINE_NAMES.stream().filter(name -> !routines.contains(name)).forEach(missing::add);
      return new InstalledSchema(owner != null, owner, idBody, missing, changed);
    }
  }

  /** Returns the checks of each domain; one that is not over bytea has none. */
  private static Map<String, List<String>> checks(Statement statement) throws SQLException {
    Map<String, List<String>> checks = new HashMap<>();
    try (ResultSet result = statement.executeQuery(DOMAINS)) {
      while (result.next()) {
        List<String> own = checks.computeIfAbsent(result.getString(1), name -> new ArrayList<>());
        String check = result.getString(2);
        if (check != null && result.getInt(3) == 17) {
          own.add(check);
        }
      }
    }
    return checks;
  }

  private static boolean accepts(String check, EncryptedType type) {
    Matcher matcher = CHECK.matcher(check);
    if (!matcher.matches()) {
      return false;
    }
    List<String> found = new ArrayList<>();
    Matcher bytes = BYTES.matcher(matcher.group(1));
    int end = 0;
    while (bytes.find() && bytes.start() == end) {
      found.add(bytes.group(1));
      end = bytes.end();
    }
    return end == matcher.group(1).length()
        && found.stream().sorted().toList().equals(SchemaScript.accepted(type));
  }

  /** Tells whether any of Coffer's domains is there, so that the schema is Coffer's. */
  boolean ofCoffer() {
    return exists
        && EncryptedType.builtIns().stream().anyMatch(type -> !missing.contains(type.domainName()));
  }

  /** Returns the database's id, or empty if the function is missing or was changed. */
  Optional<UUID> id() {
    return DatabaseIdFunction.id(idBody);
  }

  /** Tells whether everything is there and as it should be. */
  boolean complete() {
    return exists && missing.isEmpty() && changed.isEmpty() && id().isPresent();
  }
}
