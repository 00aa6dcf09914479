package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.sql.syntax.Call;
import io.github.cofferjdbc.sql.syntax.CommonTable;
import io.github.cofferjdbc.sql.syntax.FromItem;
import io.github.cofferjdbc.sql.syntax.Node;
import io.github.cofferjdbc.sql.syntax.QualifiedName;
import io.github.cofferjdbc.sql.syntax.Statement;
import io.github.cofferjdbc.sql.syntax.TypeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a statement really reaches something protected, now that it is parsed: a word of it may
 * be only a column's name or an alias. Collects on the way the relations that are not loaded yet.
 */
final class Reach {
  private final CatalogView catalog;
  private final Set<RelationName> needs;
  private final List<QualifiedName> tables = new ArrayList<>();
  private final Set<String> withNames = new HashSet<>();
  private boolean protectedThing;

  private Reach(CatalogView catalog, Set<RelationName> needs) {
    this.catalog = catalog;
    this.needs = needs;
  }

  /** Tells whether the statement must be analysed, adding what the catalog lacks to the needs. */
  static boolean of(Statement statement, CatalogView catalog, Set<RelationName> needs) {
    Reach reach = new Reach(catalog, needs);
    statement.walk(reach::visit);
    return reach.decide();
  }

  private void visit(Node node) {
    if (node instanceof FromItem.TableRef table) {
      tables.add(table.name());
    } else if (node instanceof CommonTable table) {
      withNames.add(table.name().text());
    } else if (node instanceof Statement.Copy copy && copy.table() != null) {
      tables.add(copy.table());
    } else if (node instanceof Call.FunctionCall call) {
      RelationName name = Context.nameOf(call.name());
      if (Mention.of(name.name(), catalog)) {
        // A call with the name of a type is a cast to it.
        protectedThing |= !catalog.routines(name).isEmpty();
        type(name);
      }
    } else if (node instanceof TypeName type) {
      type(Casts.relationName(type));
    }
  }

  private void type(RelationName name) {
    if (Mention.SCHEMA.equals(name.schema()) || Mention.of(name.name(), catalog)) {
      protectedThing |=
          Mention.SCHEMA.equals(name.schema())
              || catalog.encryptedType(name).isPresent()
              || isProtected(name);
    }
  }

  private boolean isProtected(RelationName name) {
    CatalogView.Lookup lookup = catalog.relation(name);
    if (lookup instanceof CatalogView.Lookup.Unknown) {
      needs.add(name);
    }
    return lookup instanceof CatalogView.Lookup.Found found && found.relation().encrypted();
  }

  private boolean decide() {
    boolean protectedTable = false;
    Set<RelationName> lacking = new HashSet<>();
    for (QualifiedName table : tables) {
      RelationName name = Context.nameOf(table);
      if (Mention.of(name.name(), catalog)) {
        protectedTable |= isProtected(name);
      } else if ((name.schema() != null || !withNames.contains(name.name()))
          && catalog.relation(name) instanceof CatalogView.Lookup.Unknown) {
        lacking.add(name);
      }
    }
    boolean reached = protectedTable || protectedThing;
    if (reached || !needs.isEmpty()) {
      needs.addAll(lacking);
    }
    return reached;
  }
}
