package io.github.cofferjdbc.sql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Agreement with PostgreSQL's own parser on the statements of its regression suite: relations,
 * column references, parameters, constants and operators with their places, and beyond them every
 * clause, join, call, cast and alias.
 */
class SyntaxCorpusTest {
  private static final double LEAST_ACCEPTED = 0.99;
  private static List<CorpusStatement> corpus = List.of();

  @BeforeAll
  static void readCorpus() throws IOException {
    assumeTrue(
        Files.exists(CorpusStatement.location()),
        "the corpus is not there; name its folder with -Dcoffer.test.sharedFolder");
    corpus = CorpusStatement.all();
  }

  @Test
  void acceptedStatementsHavePostgresqlsTree() {
    int accepted = 0;
    List<String> different = new ArrayList<>();
    Map<String, Integer> refusals = new TreeMap<>();
    for (CorpusStatement statement : corpus) {
      String sql = statement.sql();
      try {
        Statement parsed = parse(sql);
        accepted++;
        List<String> ours = ParsedFacts.ofStatement(sql, parsed);
        List<String> theirs = ParsedFacts.ofTree(statement.tree());
        if (ours.equals(theirs)) {
          ours = NodeStructure.of(sql, parsed);
          theirs = TreeStructure.of(statement.tree());
        }
        if (!ours.equals(theirs)) {
          different.add(difference(statement, ours, theirs));
        }
      } catch (SyntaxRefusal refusal) {
        refusals.merge(refusal.getMessage(), 1, Integer::sum);
      }
    }
    System.out.printf(
        "corpus: %d statements, %d accepted (%.2f %%), %d refused, %d different%n",
        corpus.size(),
        accepted,
        100.0 * accepted / corpus.size(),
        corpus.size() - accepted,
        different.size());
    refusals.forEach((reason, count) -> System.out.println("  refused " + count + ": " + reason));
    assertThat(different).isEmpty();
    assertThat(accepted).isGreaterThanOrEqualTo((int) (corpus.size() * LEAST_ACCEPTED));
  }

  @Test
  void comparisonFailsOnEveryPlantedError() throws SyntaxRefusal {
    Map<PlantedError, Integer> planted = new EnumMap<>(PlantedError.class);
    for (CorpusStatement statement : corpus) {
      Statement parsed = parse(statement.sql());
      SyntaxFacts facts = SyntaxFacts.of(parsed);
      List<String> theirs = ParsedFacts.ofTree(statement.tree());
      for (PlantedError error : PlantedError.values()) {
        SyntaxFacts wrong = error.plant(facts);
        if (!wrong.equals(facts)) {
          planted.merge(error, 1, Integer::sum);
          assertThat(ParsedFacts.ofFacts(statement.sql(), parsed, wrong))
              .as("%s in %s", error, statement.sql())
              .isNotEqualTo(theirs);
        }
      }
    }
    for (PlantedError error : PlantedError.values()) {
      System.out.printf("planted and found: %s, %d times%n", error, planted.getOrDefault(error, 0));
      assertThat(planted.getOrDefault(error, 0)).as(error.name()).isPositive();
    }
  }

  @Test
  void nodesLieInsideTheirParents() throws SyntaxRefusal {
    for (CorpusStatement statement : corpus) {
      NodeSpans.check(statement.sql(), parse(statement.sql()));
    }
  }

  @Test
  void speedIsPrinted() throws SyntaxRefusal {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long[] nanos = new long[corpus.size()];
    Arrays.fill(nanos, Long.MAX_VALUE);
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        parse(corpus.get(i).sql());
        nanos[i] = Math.min(nanos[i], System.nanoTime() - start);
      }
    }
    Arrays.sort(nanos);
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    System.out.printf(
        "parsing after warm-up: median %.1f us, 99 %% within %.1f us; %d ms of CPU for five rounds%n",
        nanos[nanos.length / 2] / 1e3, nanos[nanos.length * 99 / 100] / 1e3, cpu / 1_000_000);
  }

  static Statement parse(String sql) throws SyntaxRefusal {
    Script script = SqlParser.split(sql, Reading.NATIVE);
    if (script.parts().size() != 1) {
      throw new SyntaxRefusal(0, "not one statement");
    }
    return SqlParser.parse(script.parts().get(0));
  }

  private static String difference(
      CorpusStatement statement, List<String> ours, List<String> theirs) {
    List<String> onlyOurs = new ArrayList<>(ours);
    theirs.forEach(onlyOurs::remove);
    List<String> onlyTheirs = new ArrayList<>(theirs);
    ours.forEach(onlyTheirs::remove);
    return statement.sql() + "\n  ours   " + onlyOurs + "\n  theirs " + onlyTheirs;
  }
}
