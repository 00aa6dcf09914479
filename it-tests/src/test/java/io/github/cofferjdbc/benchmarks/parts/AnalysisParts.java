package io.github.cofferjdbc.benchmarks.parts;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.ScopeRegistry;
import io.github.cofferjdbc.sql.Analyser;
import io.github.cofferjdbc.sql.PlanCache;
import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.syntax.Reading;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * From a text to its plan: a statement seen before, one of 20 lines that was not, and one that
 * mentions nothing protected.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class AnalysisParts {

  private static final int VARIETY = 256;

  private static final String TWENTY_LINES =
      """
      WITH recent AS (
        SELECT v.person, v.number, max(v.at) AS last_visit, sum(v.cost) AS cost%1$d
        FROM visit AS v
        WHERE v.at > now() - interval '%1$d days'
          AND v.number = ?
        GROUP BY v.person, v.number
        HAVING count(*) > %1$d
      )
      SELECT p.id,
        p.mail,
        p.number AS number%1$d,
        p.note,
        r.last_visit,
        CASE WHEN r.cost%1$d > 100 THEN 'much' ELSE 'little' END AS how_much
      FROM person AS p
      JOIN recent AS r ON r.person = p.id AND r.number = p.number
      LEFT JOIN plain AS t ON t.id = p.town
      WHERE p.number IN (?, ?) AND p.changed BETWEEN ? AND ?
      ORDER BY r.last_visit DESC, p.id
      LIMIT 20
      """;

  private PartsDatabase database;
  private Connection connection;
  private CatalogView view;
  private final PlanCache cache = new PlanCache();
  private final String[] texts = new String[VARIETY];
  private int next;

  @Setup
  public void open() throws SQLException {
    database = new PartsDatabase();
    connection = database.database().plain();
    ConnectionCatalog catalog =
        ConnectionCatalog.of(connection, database.database().settings(), ScopeRegistry.NONE);
    view = catalog.fresh();
    for (int i = 0; i < VARIETY; i++) {
      texts[i] = TWENTY_LINES.formatted(i);
    }
    load(catalog);
  }

  /** Lets the catalog read the plain table too, as a connection does at the first execution. */
  private void load(ConnectionCatalog catalog) throws SQLException {
    Analysis first = seenBefore();
    if (first instanceof Analysis.Needs needs) {
      view = catalog.load(needs.relations());
    }
    if (!(seenBefore() instanceof Analysis.Accepted)) {
      throw new IllegalStateException("not accepted: " + seenBefore());
    }
  }

  @TearDown
  public void close() throws SQLException {
    connection.close();
    database.close();
  }

  @Benchmark
  public Analysis seenBefore() {
    return cache.analyse(texts[0], Reading.JDBC, view);
  }

  @Benchmark
  public Analysis distinctTwentyLines() {
    return Analyser.analyse(texts[next++ % VARIETY], Reading.JDBC, view);
  }

  @Benchmark
  public Analysis unprotected() {
    return Analyser.analyse("SELECT id, note FROM plain WHERE id = ?", Reading.JDBC, view);
  }
}
