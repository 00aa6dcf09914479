package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.plan.CopyPlan;
import io.github.cofferjdbc.sql.plan.Effect;
import io.github.cofferjdbc.sql.plan.NamedStatement;
import io.github.cofferjdbc.sql.plan.ParameterPlan;
import io.github.cofferjdbc.sql.plan.Piece;
import io.github.cofferjdbc.sql.plan.Plan;
import io.github.cofferjdbc.sql.plan.ResultPlan;
import io.github.cofferjdbc.sql.plan.Target;
import io.github.cofferjdbc.sql.syntax.Reading;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final @Nullable NamedStatements known;
  private final Map<String, NamedStatement> named = new LinkedHashMap<>();
  private final Set<String> needsNamed = new HashSet<>();
  private @Nullable Set<Effect> executes;
  private @Nullable CopyPlan copy;

  private ScriptAnalysis(Script script, CatalogView catalog, @Nullable NamedStatements known) {
    this.script = script;
    this.catalog = catalog;
    this.context = new Context(catalog, script);
    this.known = known;
  }

  static Analysis of(
      Script script, CatalogView catalog, Set<Effect> effects, @Nullable NamedStatements known) {
    ScriptAnalysis analysis = new ScriptAnalysis(script, catalog, known);
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
    if (!analysis.needsNamed.isEmpty()) {
      return new Analysis.NeedsNamed(analysis.needsNamed);
    }
    return new Analysis.Accepted(analysis.plan(effects));
  }

  /** Tells whether the statement makes or uses a cursor's or prepared statement's name. */
  static boolean concernsNames(Script.Part part) {
    return part.kind() == StatementKind.FETCH
        || part.kind() == StatementKind.PREPARE
        || Executions.mayBe(part);
  }

  private void run() {
    for (Script.Part part : script.parts()) {
      boolean mentions = Mention.in(part, catalog);
      if (!Collections.disjoint(defined, names(part))) {
        throw severalStatements();
      }
      Optional<Statement> executing = Executions.in(part);
      if (executing.isPresent()) {
        results.add(executing(part, executing.get(), mentions));
      } else {
        results.add(mentions ? mentioning(part) : unprotected(part));
      }
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
      if (token.isName()) {
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
    if (part.kind() == StatementKind.FETCH) {
      special = true;
      return new ResultPlan.ByHeader();
    }
    if (part.kind() == StatementKind.PREPARE && part.tokens().size() > 1) {
      prepares(part, true, List.of(), new ResultPlan.Clear());
    }
    return new ResultPlan.Clear();
  }

  private void prepares(
      Script.Part part, boolean plain, List<ParameterPlan> parameters, ResultPlan result) {
    String name = part.tokens().get(1).value();
    named.put(
        name,
        new NamedStatement(
            name, script.text(), script.reading(), plain, parameters, result, Effects.of(part)));
  }

  private ResultPlan executing(Script.Part part, Statement statement, boolean mentions) {
    Statement.Execute execute = Executions.find(statement).orElseThrow();
    String name = execute.name().text();
    Optional<NamedStatement> found = Optional.ofNullable(named.get(name));
    if (found.isEmpty()) {
      if (known == null) {
        needsNamed.add(name);
        return new ResultPlan.Clear();
      }
      found = known.find(name);
    }
    if (found.isEmpty()) {
      if (mentions || Words.hasValue(part.tokens())) {
        throw Refusal.of(
            "EXECUTE",
            "Coffer has not seen the PREPARE of "
                + name
                + " on this connection, so it cannot tell whether an argument must be encrypted;"
                + " prepare it through Coffer, in a text that succeeds");
      }
      special = true;
      return statement == execute ? new ResultPlan.ByHeader() : new ResultPlan.Clear();
    }
    if (script.parts().size() == 1 && statement == execute) {
      executes = found.get().effects();
    }
    if (found.get().plain() && !mentions) {
      return new ResultPlan.Clear();
    }
    special = true;
    ResultPlan result =
        new StatementAnalysis(context)
            .executions()
            .execute(statement, found.get(), script.reading());
    context.seal();
    return result;
  }

  private ResultPlan preparing(Script.Part part, Statement.Prepare prepare) {
    if (script.parts().size() > 1 || script.reading() == Reading.JDBC) {
      throw Refusal.of(
          "PREPARE", "on protected tables it must be sent alone, and with a plain Statement");
    }
    ResultPlan result = new StatementAnalysis(context).prepare(prepare);
    prepares(part, false, context.parameters(), result);
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
      return defining(part, other);
    }
    if (!Reach.of(statement, catalog, context.needs())) {
      return unprotected(part);
    }
    if (!before.isEmpty()) {
      throw severalStatements();
    }
    special = true;
    if (statement instanceof Statement.Prepare prepare) {
      return preparing(part, prepare);
    }
    if (statement instanceof Statement.Copy text) {
      if (script.parts().size() > 1) {
        throw Refusal.of("COPY", "send it alone, not among other statements");
      }
      copy = new CopyAnalysis(context).of(text);
      context.seal();
      return new ResultPlan.Clear();
    }
    StatementAnalysis.Result result = new StatementAnalysis(context).of(statement);
    context.seal();
    if (script.parts().size() == 1) {
      writes = result.writes();
    }
    return result.plan();
  }

  /** A definition passes as it is unless the server would keep a constant of it in plaintext. */
  private ResultPlan defining(Script.Part part, Statement.Other definition) {
    boolean pathChanged = before.contains(Effect.SEARCH_PATH);
    int sealed = context.literals().size();
    new Definitions(context, pathChanged).check(definition);
    context.sealInText();
    if (context.typeChange() != null && script.parts().size() > 1) {
      throw Refusal.of(
          context.typeChange().origin(),
          "ALTER COLUMN TYPE",
          "it reads and writes every value of the column; send it alone in its text");
    }
    if (context.literals().size() == sealed && context.typeChange() == null) {
      return unprotected(part);
    }
    if (pathChanged) {
      throw severalStatements();
    }
    special = true;
    return new ResultPlan.Clear();
  }

  private Plan plan(Set<Effect> effects) {
    Set<Effect> own = executes == null ? effects : executes;
    List<NamedStatement> names = List.copyOf(named.values());
    if (!special) {
      return Plan.ofPassthrough(own, names);
    }
    boolean prepares = names.stream().anyMatch(name -> !name.plain());
    return new Plan(
        false,
        prepares ? withNumbers(context.pieces()) : context.pieces(),
        prepares ? List.of() : context.parameters(),
        context.literals(),
        results,
        writes,
        copy,
        own,
        names,
        context.typeChange());
  }

  /** The parameters of a PREPARE are its own: they stay in the text. */
  private static List<Piece> withNumbers(List<Piece> pieces) {
    List<Piece> written = new ArrayList<>(pieces.size());
    for (Piece piece : pieces) {
      written.add(
          piece instanceof Piece.ParameterSlot slot
              ? new Piece.Text("$" + (slot.index() + 1) + slot.suffix())
              : piece);
    }
    return written;
  }
}
