package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.plan.Effect;
import io.github.cofferjdbc.sql.syntax.Script;
import java.util.Set;

/** The analysis of a text of which at least one statement names something protected. */
final class ScriptAnalysis {
  private ScriptAnalysis() {}

  static Analysis of(Script script, CatalogView catalog, Set<Effect> effects) {
    return Refusal.of("statement", "statements on protected tables are not analysed yet")
        .analysis();
  }
}
