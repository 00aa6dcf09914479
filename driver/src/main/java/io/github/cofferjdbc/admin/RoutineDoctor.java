package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.sql.syntax.Fragment;
import io.github.cofferjdbc.sql.syntax.Token;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds functions and procedures in SQL and PL/pgSQL whose bodies name a protected column and hold
 * literals in the clear. Coffer refuses to make such, so they were made without it: what such a
 * literal is compared with it never equals, and the server keeps it readable. Whether literal and
 * column meet is not known, so these are warnings. Changes nothing.
 */
final class RoutineDoctor {

  private static final String CHECK = "routines";

  /** What stands before a message of RAISE. */
  private static final Set<String> RAISE =
      Set.of("raise", "debug", "log", "info", "notice", "warning", "exception");

  private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", ">", "<=", ">=");

  /** How many tokens a number may be away from the column that it is compared with. */
  private static final int REACH = 6;

  private static final String BODIES =
      """
      SELECT p.oid::pg_catalog.regprocedure::pg_catalog.text,
        COALESCE(pg_catalog.pg_get_function_sqlbody(p.oid), p.prosrc),
        (SELECT pg_catalog.string_agg(t.tgrelid::pg_catalog.int8::pg_catalog.text, ',')
          FROM pg_catalog.pg_trigger AS t WHERE t.tgfoid = p.oid)
      FROM pg_catalog.pg_proc AS p
        JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
        JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
      WHERE l.lanname IN ('sql', 'plpgsql')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'encrypted')
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
          WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid
            AND d.deptype = 'e')
      ORDER BY 1
      """;

  private final Connection connection;
  private final List<Relation> relations;

  RoutineDoctor(Connection connection, CatalogView view) {
    this.connection = connection;
    this.relations = List.copyOf(view.protectedRelations());
  }

  List<Finding> examine() throws SQLException {
    List<Finding> findings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(BODIES)) {
      while (result.next()) {
        String tables = result.getString(3);
        Set<String> columns =
            named(
                String.valueOf(result.getString(2)),
                tables == null ? List.of() : List.of(tables.split(",")));
        if (!columns.isEmpty()) {
          findings.add(
              Finding.warning(
                  CHECK,
                  "The body of "
                      + result.getString(1)
                      + " names "
                      + String.join(", ", columns)
                      + " and has literals in the clear: none of them equals a stored value. Give"
                      + " it the values as arguments of the encrypted type."));
        }
      }
    }
    return findings.isEmpty()
        ? List.of(Finding.ok(CHECK, "No body has literals beside a protected column."))
        : findings;
  }

  /** Returns the protected columns that a body with literals names. */
  private Set<String> named(String body, List<String> triggerOn) {
    Optional<Fragment> cut = Fragment.of(body);
    Set<String> columns = new LinkedHashSet<>();
    for (Relation relation : relations) {
      boolean meant =
          triggerOn.contains(Integer.toUnsignedString(relation.oid()))
              || cut.map(each -> mentions(each, relation.name()))
                  .orElse(body.contains(relation.name()));
      for (Column column : relation.columns()) {
        if (meant
            && column.encrypted()
            && cut.map(each -> meets(each, column.name())).orElse(body.contains(column.name()))) {
          columns.add(relation.schema() + "." + relation.name() + "." + column.name());
        }
      }
    }
    return columns;
  }

  private static boolean meets(Fragment body, String column) {
    return mentions(body, column) && (hasString(body) || hasNumber(body, column));
  }

  /** What EXECUTE runs stands in a string. */
  private static boolean mentions(Fragment body, String name) {
    return body.names(name)
        || body.tokens().stream()
            .filter(Fragment::isString)
            .anyMatch(
                token -> Fragment.of(token.value()).map(each -> each.names(name)).orElse(false));
  }

  private static boolean hasString(Fragment body) {
    List<Token> tokens = body.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      if (Fragment.isString(tokens.get(i))
          && ClearConstants.clear(tokens.get(i).value())
          && (i == 0 || !RAISE.contains(tokens.get(i - 1).value()))) {
        return true;
      }
    }
    return false;
  }

  /** Numbers stand everywhere, so one counts only where it is compared beside the column. */
  private static boolean hasNumber(Fragment body, String column) {
    List<Token> tokens = body.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).kind() != Token.Kind.INTEGER && tokens.get(i).kind() != Token.Kind.FLOAT) {
        continue;
      }
      boolean compared =
          (i > 0 && isComparison(tokens.get(i - 1)))
              || (i + 1 < tokens.size() && isComparison(tokens.get(i + 1)));
      if (compared
          && tokens.subList(Math.max(0, i - REACH), Math.min(tokens.size(), i + REACH)).stream()
              .anyMatch(token -> Fragment.isName(token, column))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isComparison(Token token) {
    return token.kind() == Token.Kind.OPERATOR && COMPARISONS.contains(token.value());
  }
}
