package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.sql.syntax.Fragment;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what was declared on protected columns without Coffer: literals in the clear, which the
 * server keeps in its catalog, and keys and indexes that cannot work on ciphertext. Changes
 * nothing.
 */
final class ConstraintDoctor {

  private static final String CHECK = "declarations";

  /** A constant of these kinds is looked at only where it is cast to bytea or a domain. */
  private static final Set<String> OF_MANY_COLUMNS = Set.of("VIEW", "RULE");

  private static final String FOREIGN_KEYS =
      """
      SELECT c.conname, c.conrelid::pg_catalog.int8, c.confrelid::pg_catalog.int8, k.a, k.b
      FROM pg_catalog.pg_constraint AS c,
        ROWS FROM (pg_catalog.unnest(c.conkey), pg_catalog.unnest(c.confkey)) AS k(a, b)
      WHERE c.contype = 'f'
      """;

  private final Connection connection;
  private final Map<Integer, Relation> relations = new HashMap<>();
  private final Set<String> types = new HashSet<>(Set.of("bytea"));
  private final Set<String> complaints = new LinkedHashSet<>();

  ConstraintDoctor(Connection connection, CatalogView view) {
    this.connection = connection;
    for (Relation relation : view.protectedRelations()) {
      relations.put(relation.oid(), relation);
      for (Column column : relation.columns()) {
        if (column.type() instanceof ColumnType.Encrypted encrypted) {
          types.add(encrypted.domain().name());
        }
      }
    }
  }

  List<Finding> examine() throws SQLException {
    for (StoredDefinitions.OfRelation each : StoredDefinitions.ofRelations(connection)) {
      Relation relation = relations.get(each.relation());
      if (relation != null) {
        examine(each, relation);
      }
    }
    for (StoredDefinitions.OfDomain each : StoredDefinitions.ofDomains(connection)) {
      if (Fragment.of(each.expression()).map(ClearConstants::in).orElse(true)) {
        inTheClear(each.kind(), "domain " + each.domain());
      }
    }
    foreignKeys();
    return complaints.isEmpty()
        ? List.of(
            Finding.ok(
                CHECK,
                relations.isEmpty()
                    ? "No column is protected yet: give one a type of the schema \"encrypted\"."
                    : "None on a protected column was made without Coffer."))
        : complaints.stream().map(each -> Finding.warning(CHECK, each)).toList();
  }

  private void examine(StoredDefinitions.OfRelation definition, Relation relation) {
    Optional<Fragment> fragment = Fragment.of(definition.expression());
    boolean ofMany = OF_MANY_COLUMNS.contains(definition.kind());
    boolean clear =
        fragment
            .map(each -> ofMany ? ClearConstants.ofTypeIn(each, types) : ClearConstants.in(each))
            .orElse(true);
    for (Column column : relation.columns()) {
      boolean concerned =
          definition.columns().equals("*")
              ? fragment.isEmpty() || fragment.get().names(column.name())
              : List.of(definition.columns().split(","))
                  .contains(Integer.toString(column.number()));
      if (!concerned || !column.encrypted()) {
        continue;
      }
      String table = relation.schema() + "." + relation.name();
      String place = table + "." + column.name();
      if (definition.kind().equals("INDEX")) {
        index(column, place, definition.name());
      } else if (clear) {
        inTheClear(
            definition.kind().equals("DEFAULT")
                ? "DEFAULT"
                : definition.kind() + " " + definition.name(),
            ofMany ? table : place);
      }
    }
  }

  private void inTheClear(String what, String place) {
    complaints.add(
        "The "
            + what
            + " on "
            + place
            + " has a literal in the clear, which was made without Coffer: drop it, and make it"
            + " again through Coffer.");
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

  private void foreignKeys() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(FOREIGN_KEYS)) {
      while (result.next()) {
        foreignKey(
            result.getString(1),
            type((int) result.getLong(2), result.getInt(4)),
            type((int) result.getLong(3), result.getInt(5)));
      }
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
