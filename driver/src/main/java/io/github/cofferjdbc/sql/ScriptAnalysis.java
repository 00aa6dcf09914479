package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.plan.Effect;
import io.github.cofferjdbc.sql.plan.Plan;
import io.github.cofferjdbc.sql.plan.ResultPlan;
import io.github.cofferjdbc.sql.plan.Target;
import io.github.cofferjdbc.sql.syntax.Script;
import io.github.cofferjdbc.sql.syntax.SqlParser;
import io.github.cofferjdbc.sql.syntax.Statement;
import io.github.cofferjdbc.sql.syntax.StatementKind;
import io.github.cofferjdbc.sql.syntax.SyntaxRefusal;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The analysis of a text of which at least one statement names something protected, or returns rows
 * that only their headers tell about. Used by one thread.
 */
final class ScriptAnalysis {
  private final Script script;
  private final CatalogView catalog;
  private final Context context;
  private final List<ResultPlan> results = new ArrayList<>();
  private final Set<String> defined = new HashSet<>();
  private final Set<Effect> before = EnumSet.noneOf(Effect.class);
  private boolean special;
  private @Nullable Target writes;

  private ScriptAnalysis(Script script, CatalogView catalog) {
    this.script = script;
    this.catalog = catalog;
    this.context = new Context(catalog, script);
  }

  static Analysis of(Script script, CatalogView catalog, Set<Effect> effects) {
    ScriptAnalysis analysis = new ScriptAnalysis(script, catalog);
    try {
      analysis.run();
    } catch (Refusal refusal) {
      // While something is not loaded, the refusal may be due to that.
      return analysis.context.needs().isEmpty()
          ? refusal.analysis()
          : new Analysis.Needs(analysis.context.needs());
    }
    if (!analysis.context.needs().isEmpty()) {
      return new Analysis.Needs(analysis.context.needs());
    }
    return new Analysis.Accepted(analysis.plan(effects));
  }

  /** Tells whether the rows of such a statement may be protected although it names nothing. */
  static boolean returnsUnknownRows(StatementKind kind) {
    return kind == StatementKind.FETCH || kind == StatementKind.EXECUTE;
  }

  private void run() {
    for (Script.Part part : script.parts()) {
      boolean mentions = Mention.in(part, catalog);
      if (!Collections.disjoint(defined, names(part))) {
        throw severalStatements();
      }
      results.add(mentions ? mentioning(part) : unprotected(part));
      Set<Effect> effects = Effects.of(part);
      before.addAll(effects);
      if (mentions && effects.contains(Effect.CATALOG)) {
        defined.addAll(Definitions.defined(part));
      }
    }
  }

  private static Set<String> names(Script.Part part) {
    Set<String> names = new HashSet<>();
    for (Token token : part.tokens()) {
      if (Words.isName(token)) {
        names.add(token.value());
      }
    }
    return names;
  }

  private static Refusal severalStatements() {
    return Refusal.of(
        "several statements in one text",
        "one before changes tables or the search path, so it cannot be told what the names after it"
            + " mean; send them one by one");
  }

  private ResultPlan unprotected(Script.Part part) {
    if (returnsUnknownRows(part.kind())) {
      special = true;
      return new ResultPlan.ByHeader();
    }
    return new ResultPlan.Clear();
  }

  private ResultPlan mentioning(Script.Part part) {
    Statement statement;
    try {
      statement = SqlParser.parse(part);
    } catch (SyntaxRefusal unreadable) {
      throw Refusal.notUnderstood(unreadable);
    }
    if (statement instanceof Statement.Other other && Definitions.isOne(other.kind())) {
      new Definitions(context, before.contains(Effect.SEARCH_PATH)).check(other);
      return unprotected(part);
    }
    if (!Reach.of(statement, catalog, context.needs())) {
      return unprotected(part);
    }
    if (!before.isEmpty()) {
      throw severalStatements();
    }
    special = true;
    StatementAnalysis.Result result = new StatementAnalysis(context).of(statement);
    context.seal();
    if (script.parts().size() == 1) {
      writes = result.writes();
    }
    return result.plan();
  }

  private Plan plan(Set<Effect> effects) {
    if (!special) {
      return Plan.ofPassthrough(effects);
    }
    return new Plan(
        false,
        context.pieces(),
        context.parameters(),
        context.literals(),
        results,
        writes,
        effects);
  }
}
