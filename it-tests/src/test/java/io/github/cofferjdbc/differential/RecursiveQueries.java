package io.github.cofferjdbc.differential;

import java.util.ArrayList;
import java.util.List;

/** WITH RECURSIVE, within section 5's table. Used by one thread. */
final class RecursiveQueries {
  private final Dice dice;
  private final Queries queries;
  private final Conditions conditions;

  RecursiveQueries(Dice dice, Queries queries) {
    this.dice = dice;
    this.queries = queries;
    this.conditions = queries.expressions().conditions();
  }

  /** Walks along the keys, and carries columns of the first row or of each. */
  Statement query() {
    FromItems.From first = queries.fromItems().table(dice.of(TwinSchema.LARGE));
    FromItems.From next = queries.fromItems().table(dice.of(TwinSchema.LARGE));
    List<String> names = new ArrayList<>(List.of("k"));
    List<Sql> starts = new ArrayList<>(List.of(Sql.of(first.scope().keys().get(0))));
    List<Sql> steps = new ArrayList<>(List.of(Sql.of(next.scope().keys().get(0))));
    List<Expr> columns = new ArrayList<>();
    boolean comparable = true;
    for (Expr column : dice.some(first.scope().columns(), 5)) {
      String name = "c" + names.size();
      List<Expr> same = next.scope().where(column.type()::equals);
      boolean carried = same.isEmpty() || dice.chance(40);
      names.add(name);
      starts.add(column.sql());
      steps.add(carried ? Sql.of("w." + name) : dice.of(same).sql());
      columns.add(Expr.column("w." + name, column.type()));
      comparable &= column.type().comparable();
    }
    Scope own = new Scope(columns, List.of());
    Sql narrowed =
        dice.chance(50)
            ? Sql.of(" AND ", conditions.condition(next.scope().and(own), 1))
            : Sql.of("");
    Sql with =
        Sql.of(
            "WITH RECURSIVE w (" + String.join(", ", names) + ") AS (SELECT ",
            Sql.joined(", ", starts),
            " FROM ",
            first.sql(),
            " WHERE " + first.scope().keys().get(0) + " <= " + (1 + dice.below(3)),
            comparable && dice.chance(50) ? " UNION SELECT " : " UNION ALL SELECT ",
            Sql.joined(", ", steps),
            " FROM ",
            next.sql(),
            " JOIN w ON " + next.scope().keys().get(0) + " = w.k + 3",
            narrowed,
            ") ");
    columns.add(Expr.column("w.k", Type.NUMBER));
    Scope scope = new Scope(columns, List.of("w.k"));
    Queries.Items shown = queries.items(queries.exprs(scope));
    Sql sql = Sql.of(with, "SELECT ", shown.sql(), " FROM w", queries.where(scope, 40));
    return queries.ordered("with recursive", sql, shown.types(), scope);
  }
}
