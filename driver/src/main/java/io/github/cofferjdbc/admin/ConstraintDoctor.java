package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.envelope.EncryptedType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds what was declared on protected columns without Coffer: literals in the clear, which the
 * server keeps in its catalog, and keys and indexes that cannot work on ciphertext. Changes
 * nothing.
 */
final class ConstraintDoctor {

  private static final String CHECK = "declarations";

  /** A literal that is not a stored value, or a number; what stands after :: is a type. */
  private static final Pattern CLEAR_LITERAL =
      Pattern.compile("'(?!\\\\x(?i:ec1))[^']|(?<![\\w.'\"\\\\])\\d");

  private static final String EXPRESSIONS =
      """
      SELECT 'DEFAULT', d.adrelid::pg_catalog.int8, d.adnum::pg_catalog.text,
        pg_catalog.pg_get_expr(d.adbin, d.adrelid), ''
      FROM pg_catalog.pg_attrdef AS d
      UNION ALL
      SELECT 'CHECK', c.conrelid::pg_catalog.int8, pg_catalog.array_to_string(c.conkey, ','),
        pg_catalog.pg_get_constraintdef(c.oid), c.conname
      FROM pg_catalog.pg_constraint AS c WHERE c.contype = 'c' AND c.conrelid <> 0
      UNION ALL
      SELECT 'INDEX', i.indrelid::pg_catalog.int8, pg_catalog.array_to_string(i.indkey, ','),
        COALESCE(pg_catalog.pg_get_expr(i.indpred, i.indrelid), ''), i.indexrelid::pg_catalog.regclass::pg_catalog.text
      FROM pg_catalog.pg_index AS i
      UNION ALL
      SELECT 'POLICY', p.polrelid::pg_catalog.int8, '*',
        COALESCE(pg_catalog.pg_get_expr(p.polqual, p.polrelid), '')
          || COALESCE(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''), p.polname
      FROM pg_catalog.pg_policy AS p
      """;

  private static final String FOREIGN_KEYS =
      """
      SELECT c.conname, c.conrelid::pg_catalog.int8, c.confrelid::pg_catalog.int8, k.a, k.b
      FROM pg_catalog.pg_constraint AS c,
        ROWS FROM (pg_catalog.unnest(c.conkey), pg_catalog.unnest(c.confkey)) AS k(a, b)
      WHERE c.contype = 'f'
      """;

  private final Connection connection;
  private final Map<Integer, Relation> relations = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();

  ConstraintDoctor(Connection connection, CatalogView view) {
    this.connection = connection;
    view.protectedRelations().forEach(relation -> relations.put(relation.oid(), relation));
  }

  List<Finding> examine() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet result = statement.executeQuery(EXPRESSIONS)) {
        while (result.next()) {
          Relation relation = relations.get((int) result.getLong(2));
          if (relation != null) {
            expression(
                result.getString(1),
                relation,
                result.getString(3),
                result.getString(4),
                result.getString(5));
          }
        }
      }
      try (ResultSet result = statement.executeQuery(FOREIGN_KEYS)) {
        while (result.next()) {
          foreignKey(
              result.getString(1),
              type((int) result.getLong(2), result.getInt(4)),
              type((int) result.getLong(3), result.getInt(5)));
        }
      }
    }
    return complaints.isEmpty()
        ? List.of(
            Finding.ok(
                CHECK,
                relations.isEmpty()
                    ? "No column is protected yet: give one a type of the schema \"encrypted\"."
                    : "None on a protected column was made without Coffer."))
        : complaints.stream().map(each -> Finding.warning(CHECK, each)).toList();
  }

  private void expression(
      String kind, Relation relation, String columns, String expression, String name) {
    for (Column column : relation.columns()) {
      boolean concerned =
          columns.equals("*")
              ? expression.contains(column.name())
              : List.of(columns.split(",")).contains(Integer.toString(column.number()));
      if (!concerned || !column.encrypted()) {
        continue;
      }
      String place = relation.schema() + "." + relation.name() + "." + column.name();
      if (kind.equals("INDEX")) {
        index(column, place, name);
      }
      if (CLEAR_LITERAL.matcher(expression).find()) {
        complaints.add(
            "The "
                + (kind.equals("DEFAULT") ? "DEFAULT" : kind + " " + name)
                + " on "
                + place
                + " has a literal in the clear, which was made without Coffer: drop it, and make it"
                + " again through Coffer.");
      }
    }
  }

  private void index(Column column, String place, String name) {
    if (column.type() instanceof ColumnType.Encrypted encrypted
        && !encrypted.type().mode().deterministic()) {
      complaints.add(
          "The index "
              + name
              + " on "
              + place
              + " finds and forbids nothing, since equal values differ in the type "
              + encrypted.domain().name()
              + ": use a type _eq or _ordered, or drop it.");
    }
  }

  private void foreignKey(String name, Optional<ColumnType> from, Optional<ColumnType> to) {
    if (from.isEmpty() && to.isEmpty()) {
      return;
    }
    Optional<EncryptedType> one = from.flatMap(ConstraintDoctor::comparable);
    Optional<EncryptedType> other = to.flatMap(ConstraintDoctor::comparable);
    boolean fits =
        one.isPresent()
            && other.isPresent()
            && one.get().mode() == other.get().mode()
            && one.get().scope() == other.get().scope()
            && one.get().storedBase() == other.get().storedBase();
    if (!fits) {
      complaints.add(
          "The foreign key "
              + name
              + " joins columns whose values never agree: give both sides the same type _eq or"
              + " _ordered of one scope.");
    }
  }

  private static Optional<EncryptedType> comparable(ColumnType type) {
    return type instanceof ColumnType.Encrypted encrypted
            && !encrypted.array()
            && encrypted.type().mode().deterministic()
        ? Optional.of(encrypted.type())
        : Optional.empty();
  }

  /** Returns the type of a protected column, or empty for any other. */
  private Optional<ColumnType> type(int relation, int number) {
    Relation known = relations.get(relation);
    return known == null
        ? Optional.empty()
        : known.columns().stream()
            .filter(column -> column.number() == number && column.encrypted())
            .map(Column::type)
            .findFirst();
  }
}
