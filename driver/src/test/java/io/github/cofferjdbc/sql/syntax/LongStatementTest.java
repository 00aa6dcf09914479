package io.github.cofferjdbc.sql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long statements parse on a small stack; deep ones are refused before it overflows. */
class LongStatementTest {
  private static final int SMALL_STACK_BYTES = 512 * 1024;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "SELECT a FROM t WHERE a IN (1|, 2|100000|)",
        "SELECT a FROM t WHERE a = 1| OR a = 2|50000|''",
        "SELECT a FROM t WHERE a = 1| AND a = 2|50000|''",
        "SELECT a| ~ b|50000|''",
        "SELECT 1| + 2 * 3|50000|''",
        "SELECT a|::text|50000|''",
        "SELECT a| AT TIME ZONE 'x'|20000|''",
        "SELECT a| COLLATE \"C\"|20000|''",
        "SELECT 1| UNION SELECT 2|20000|''",
        "SELECT * FROM a| JOIN b ON true|20000|''",
        "SELECT * FROM a| CROSS JOIN b|20000|''",
        "SELECT CASE| WHEN a THEN 1|50000| END",
        "INSERT INTO t VALUES (1)|, (2)|100000|''",
        "SELECT a|[1]|50000|''",
        "SELECT a| IS NULL|20000|''",
        "WITH a AS (SELECT 1)|, b AS (SELECT 2)|20000| SELECT 1"
      })
  void longListsAndChainsAreRead(String first, String more, int times, String last)
      throws Exception {
    String sql = first + more.repeat(times) + last;
    assertThat(onSmallStack(sql)).isGreaterThanOrEqualTo(times);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "SELECT |(|1|)",
        "SELECT |((a) + |1|)",
        "SELECT |f(|1|)",
        "SELECT |NOT |a|''",
        "SELECT |- |a|''",
        "SELECT |~ |a|''",
        "SELECT |ARRAY[|1|]",
        "SELECT ARRAY|[|1|]",
        "SELECT |a[|1|]",
        "SELECT |CASE WHEN a THEN |1| END",
        "SELECT |coalesce(1, |1|)",
        "SELECT |CAST(|1| AS int)",
        "SELECT |(SELECT |1|)",
        "SELECT |a IN (SELECT |1|)",
        "SELECT |extract(year FROM |1|)",
        "SELECT |xmlconcat(|1|)",
        "SELECT |json_array(|1|)",
        "SELECT |a BETWEEN 1 AND (|1|)",
        "SELECT |ROW(|1|)",
        "SELECT * FROM |(SELECT * FROM |a|) x",
        "SELECT * FROM |(|a JOIN b ON true|)",
        "SELECT * FROM a |JOIN b |JOIN b ON true| ON true",
        "SELECT * FROM t GROUP BY |GROUPING SETS (|a|)",
        "''|WITH a AS (|SELECT 1|) SELECT 1",
        "''|(|SELECT 1|)",
        "EXPLAIN |EXPLAIN |SELECT 1|''"
      })
  void deepNestingIsRefusedBeforeTheStackEnds(
      String first, String open, String middle, String close) throws Exception {
    String shallow = first + open.repeat(50) + middle + close.repeat(50);
    if (!open.equals("EXPLAIN ") && !open.equals("a BETWEEN 1 AND ")) {
      assertThat(onSmallStack(shallow)).isPositive();
    }
    String deep = first + open.repeat(50_000) + middle + close.repeat(50_000);
    assertThatThrownBy(() -> onSmallStack(deep)).isInstanceOf(SyntaxRefusal.class);
  }

  @Test
  void tooSmallAStackIsAtWorstARefusal() throws Exception {
    String sql = "SELECT " + "f(".repeat(150) + "1" + ")".repeat(150);
    try {
      assertThat(onStack(sql, 160 * 1024)).isGreaterThan(150);
    } catch (SyntaxRefusal refusal) {
      assertThat(refusal).hasMessageContaining("too deep");
    }
  }

  @Test
  void nestingUpToTheLimitFitsOnTheStack() throws Exception {
    int levels = 45;
    String sql = "SELECT " + "coalesce((SELECT f(".repeat(levels) + "1" + ")))".repeat(levels);
    assertThat(onSmallStack(sql)).isPositive();
  }

  /** Parses, walks and collects facts; returns the number of nodes. */
  private static int onSmallStack(String sql) throws Exception {
    return onStack(sql, SMALL_STACK_BYTES);
  }

  private static int onStack(String sql, int stackBytes) throws Exception {
    FutureTask<Integer> task =
        new FutureTask<>(
            () -> {
              Script script = SqlParser.split(sql, Reading.NATIVE);
              Statement statement = SqlParser.parse(script.parts().get(0));
              int[] nodes = {0};
              statement.walk(node -> nodes[0]++);
              SyntaxFacts.of(statement);
              return nodes[0];
            });
    new Thread(null, task, "small stack", stackBytes).start();
    try {
      return task.get(60, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException failure) {
      if (failure.getCause() instanceof SyntaxRefusal refusal) {
        throw refusal;
      }
      throw failure;
    }
  }
}
