package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.sql.plan.TypeChange;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * ALTER COLUMN … TYPE to, from and between encrypted types. The text gets a USING that takes each
 * row's new value from where the execution puts it. Used by one thread.
 */
final class TypeChanges {
  private static final String CONSTRUCT = "ALTER COLUMN TYPE";

  private final Context context;

  TypeChanges(Context context) {
    this.context = context;
  }

  /**
   * Where the action stands.
   *
   * @param only whether the table is named with ONLY
   * @param alone whether it is the only action of the statement
   */
  record Place(boolean only, boolean alone) {}

  /**
   * Accepts the action or refuses it.
   *
   * @param to the new type if it is encrypted
   * @param rest what follows the new type, or, if it is plain, begins with it
   */
  void check(
      TableColumns columns,
      Token column,
      Optional<ColumnType.Encrypted> to,
      Words rest,
      Place place) {
    String name = column.value();
    ColumnType before = columns.type(name).orElse(null);
    if (before != null && !(before instanceof ColumnType.Encrypted)) {
      throw columns.refusal(name, CONSTRUCT, "its type holds encrypted values inside");
    }
    ColumnType.@Nullable Encrypted from = (ColumnType.@Nullable Encrypted) before;
    if (rest.find("using") || rest.find("collate")) {
      throw columns.refusal(
          name,
          CONSTRUCT,
          "the server would compute on ciphertext, or in plaintext; change the type without USING"
              + " and COLLATE");
    }
    if (to.isPresent() && !rest.atEnd()) {
      throw columns.refusal(name, CONSTRUCT, "what follows the type is not understood");
    }
    if (from != null && to.isPresent() && sameBytes(from, to.get())) {
      return;
    }
    requireScalar(from, columns, name);
    requireScalar(to.orElse(null), columns, name);
    if (!place.alone()) {
      throw columns.refusal(
          name, CONSTRUCT, "it must be the only action of its ALTER TABLE; send one for each");
    }
    Relation table = table(columns, name);
    String quoted = Identifiers.quoted(name);
    List<Token> tokens = rest.all();
    context
        .patches()
        .insert(
            tokens.get(tokens.size() - 1).end(),
            " USING CASE WHEN "
                + quoted
                + " IS NULL THEN NULL ELSE "
                + TypeChange.NEW_VALUE
                + "(tableoid, ctid) END");
    context.change(
        new TypeChange(
            new RelationName(table.schema(), table.name()),
            place.only(),
            name,
            from,
            to.orElse(null)));
  }

  /** Tells whether the stored values are those of the other type already. */
  private static boolean sameBytes(ColumnType.Encrypted from, ColumnType.Encrypted to) {
    return from.array() == to.array() && from.type().equals(to.type());
  }

  private static void requireScalar(
      ColumnType.@Nullable Encrypted type, TableColumns columns, String name) {
    if (type == null) {
      return;
    }
    if (type.array()) {
      throw columns.refusal(
          name,
          CONSTRUCT,
          "arrays are not changed in place; add a column, copy the values through Coffer, and drop"
              + " the old one");
    }
    String blocked = Source.notBuilt(type);
    if (blocked != null) {
      throw columns.refusal(name, CONSTRUCT, blocked);
    }
  }

  private static Relation table(TableColumns columns, String name) {
    Relation table =
        columns
            .relation()
            .orElseThrow(
                () ->
                    Refusal.unknown(
                        CONSTRUCT, "the table of " + name + " is not known to the catalog"));
    if (table.kind() != 'r' && table.kind() != 'p') {
      throw columns.refusal(name, CONSTRUCT, "it is no ordinary or partitioned table");
    }
    return table;
  }
}
