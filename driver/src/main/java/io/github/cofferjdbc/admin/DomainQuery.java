package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.catalog.DomainScopes;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.value.BaseType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the server about a user's domain. No state. */
final class DomainQuery {

  /** The domains from the named one down to the built-in one, and those above that have a scope. */
  private static final String CHAIN =
      """
      WITH RECURSIVE below(oid, depth) AS (
        SELECT pg_catalog.to_regtype(?)::pg_catalog.oid, 0
        UNION ALL
        SELECT t.typbasetype, b.depth + 1
        FROM below AS b JOIN pg_catalog.pg_type AS t ON t.oid = b.oid
        WHERE t.typtype = 'd'
      ), above(oid) AS (
        SELECT pg_catalog.to_regtype(?)::pg_catalog.oid
        UNION
        SELECT t.oid
        FROM above AS a JOIN pg_catalog.pg_type AS t ON t.typbasetype = a.oid
      ), domain(oid, depth) AS (
        SELECT b.oid, b.depth FROM below AS b
        UNION ALL
        SELECT a.oid, -1 FROM above AS a
        WHERE a.oid <> pg_catalog.to_regtype(?)::pg_catalog.oid
      )
      SELECT d.depth, t.oid::pg_catalog.int8, n.nspname, t.typname, t.typtype, (
          SELECT pg_catalog.min(k.conname::pg_catalog.text)
          FROM pg_catalog.pg_constraint AS k
          WHERE k.contypid = t.oid AND pg_catalog.starts_with(k.conname::pg_catalog.text, ?))
      FROM domain AS d
      JOIN pg_catalog.pg_type AS t ON t.oid = d.oid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
      ORDER BY d.depth
      """;

  /**
   * A domain. Immutable.
   *
   * @param oid its oid
   * @param name its schema and name
   * @param type the built-in type below it
   * @param claimed the scope that its own constraint names, 0 if it has none
   * @param problem what stands against a scope of its own, or null
   */
  record Row(
      int oid, RelationName name, EncryptedType type, int claimed, @Nullable String problem) {}

  private DomainQuery() {}

  static Row of(Connection connection, String domain) throws SQLException {
    int oid = 0;
    RelationName name = new RelationName(null, domain);
    int claimed = 0;
    String relative = null;
    Optional<EncryptedType> type = Optional.empty();
    try (PreparedStatement statement = connection.prepareStatement(CHAIN)) {
      for (int i = 1; i <= 3; i++) {
        statement.setString(i, domain);
      }
      statement.setString(4, DomainScopes.CONSTRAINT);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          int depth = row.getInt(1);
          RelationName each = new RelationName(row.getString(3), row.getString(4));
          String constraint = row.getString(6);
          if (depth == 0) {
            oid = (int) row.getLong(2);
            name = each;
            claimed = claimed(constraint);
          } else if (constraint != null) {
            relative = each.quoted();
          }
          if (depth > 0 && "encrypted".equals(each.schema()) && "d".equals(row.getString(5))) {
            type = EncryptedType.ofDomainName(each.name());
          }
        }
      }
    }
    String problem =
        oid == 0
            ? domain + " does not exist; make it first: CREATE DOMAIN … AS encrypted.text_eq."
            : type.isEmpty()
                ? name.quoted()
                    + " is not a user's domain over an encrypted type: CREATE DOMAIN … AS"
                    + " encrypted.text_eq, and register that."
                : relative != null
                    ? name.quoted()
                        + " shares values with "
                        + relative
                        + ", which has a scope: register a domain right over the built-in type."
                    : null;
    return new Row(
        oid,
        name,
        type.orElse(EncryptedType.builtIn(BaseType.TEXT, Mode.RANDOM)),
        claimed,
        problem);
  }

  private static int claimed(@Nullable String constraint) throws SQLException {
    if (constraint == null) {
      return 0;
    }
    String digits = constraint.substring(DomainScopes.CONSTRAINT.length());
    if (!digits.matches("[1-9][0-9]{0,8}")) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "The domain has a constraint " + DomainScopes.CONSTRAINT + "… that Coffer did not make.");
    }
    return Integer.parseInt(digits);
  }

  /** Tells whether one domain is another, or made over it. */
  static boolean isOrIsOver(Connection connection, int oid, int below) throws SQLException {
    return exists(
        connection,
        "WITH RECURSIVE b(oid) AS (SELECT "
            + Integer.toUnsignedString(oid)
            + "::pg_catalog.oid UNION ALL SELECT t.typbasetype FROM b JOIN pg_catalog.pg_type AS t"
            + " ON t.oid OPERATOR(pg_catalog.=) b.oid WHERE t.typtype OPERATOR(pg_catalog.=) 'd')"
            + " SELECT FROM b WHERE oid OPERATOR(pg_catalog.=) "
            + Integer.toUnsignedString(below)
            + "::pg_catalog.oid");
  }

  /** Tells whether a query has rows. */
  static boolean exists(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT EXISTS (" + query + ")")) {
      return row.next() && row.getBoolean(1);
    }
  }
}
