package io.github.cofferjdbc.sql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Agreement with PostgreSQL's own parser on the statements of its regression suite. */
class SyntaxCorpusTest {
  private static final double LEAST_ACCEPTED = 0.99;

  @Test
  void acceptedStatementsHavePostgresqlsTree() throws IOException {
    assumeTrue(
        Files.exists(CorpusStatement.location()),
        "the corpus is not there; name its folder with -Dcoffer.test.sharedFolder");
    List<CorpusStatement> corpus = CorpusStatement.all();
    int accepted = 0;
    List<String> different = new ArrayList<>();
    Map<String, Integer> refusals = new TreeMap<>();
    for (CorpusStatement statement : corpus) {
      try {
        Statement parsed = parse(statement.sql());
        accepted++;
        List<String> ours = ParsedFacts.ofStatement(statement.sql(), parsed);
        List<String> theirs = ParsedFacts.ofTree(statement.tree());
        if (!ours.equals(theirs)) {
          different.add(difference(statement, ours, theirs));
        }
      } catch (SyntaxRefusal refusal) {
        refusals.merge(refusal.getMessage(), 1, Integer::sum);
        if (Boolean.getBoolean("coffer.test.showRefusals")) {
          System.out.println(
              refusal.getMessage() + " at " + refusal.offset() + ": " + statement.sql());
        }
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
