package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.plan.Plan;
import io.github.cofferjdbc.sql.plan.ResultPlan;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The execution of a batch of texts. A text that changes the catalog or the search path ends a
 * part: what follows it is planned in the new state. Where nothing is protected, the delegate
 * executes what it has.
 */
final class TextBatch {

  private final Session session;
  private final Statement delegate;
  private final Results results;

  TextBatch(Session session, Statement delegate, Results results) {
    this.session = session;
    this.delegate = delegate;
    this.results = results;
  }

  /** Executes what the delegate has. */
  interface Call<T> {
    T on(Statement statement) throws SQLException;
  }

  /**
   * Executes the texts, which the delegate has as its batch.
   *
   * @param whole executes the delegate's batch
   * @param converted makes the result of large counts
   */
  <T> T run(List<String> texts, Call<T> whole, Function<long[], T> converted) throws SQLException {
    if (texts.isEmpty()) {
      return whole.on(delegate);
    }
    List<Planned> part;
    try {
      part = plan(texts, 0);
    } catch (SQLException e) {
      delegate.clearBatch();
      throw e;
    }
    if (part.size() == texts.size() && part.stream().allMatch(Planned::passthrough)) {
      try {
        return executed(part, () -> whole.on(delegate));
      } catch (BatchUpdateException e) {
        part = newest(e, texts, 0, part);
      }
    }
    return converted.apply(parts(texts, part));
  }

  private long[] parts(List<String> texts, List<Planned> first) throws SQLException {
    long[] counts = new long[texts.size()];
    Arrays.fill(counts, Statement.EXECUTE_FAILED);
    List<Planned> part = first;
    int done = 0;
    boolean again = false;
    while (true) {
      try {
        delegate.clearBatch();
        for (int i = 0; i < part.size(); i++) {
          Planned planned = part.get(i);
          delegate.addBatch(
              planned.passthrough() ? texts.get(done + i) : session.sealing().text(planned.plan()));
        }
        long[] some = executed(part, delegate::executeLargeBatch);
        System.arraycopy(some, 0, counts, done, some.length);
        done += part.size();
        if (done == texts.size()) {
          return counts;
        }
        part = plan(texts, done);
        again = false;
      } catch (BatchUpdateException e) {
        long[] some = e.getLargeUpdateCounts();
        System.arraycopy(some, 0, counts, done, Math.min(some.length, counts.length - done));
        if (again) {
          throw failed(e, counts);
        }
        part = newest(failed(e, counts), texts, done, part);
        again = true;
      } catch (SQLException e) {
        delegate.clearBatch();
        throw done == 0 ? e : failed(e, counts);
      }
    }
  }

  private interface Step<T> {
    T make() throws SQLException;
  }

  private <T> T executed(List<Planned> part, Step<T> step) throws SQLException {
    boolean inTransaction = session.inTransaction();
    try {
      T counts = step.make();
      part.forEach(session::succeeded);
      results.begin(part.get(part.size() - 1), new ResultPlan.Clear(), null);
      return counts;
    } catch (SQLException e) {
      session.noteFailure(e);
      part.forEach(planned -> session.failed(planned, e));
      throw e;
    } finally {
      for (Planned planned : part) {
        session.executed(planned, inTransaction);
      }
    }
  }

  /**
   * Returns the newest plans from this text on, if what failed did nothing and may have failed for
   * an old catalog; else throws the failure.
   */
  private List<Planned> newest(
      BatchUpdateException failure, List<String> texts, int from, List<Planned> part)
      throws SQLException {
    if (!nothingDone(failure, from) || !session.mayTryAgain(failure)) {
      throw failure;
    }
    List<Planned> newest;
    try {
      newest = plan(texts, from);
    } catch (SQLException e) {
      throw from == 0 ? e : failure;
    }
    if (plans(newest).equals(plans(part))) {
      throw failure;
    }
    return newest;
  }

  private static List<Plan> plans(List<Planned> part) {
    return part.stream().map(Planned::plan).toList();
  }

  /** Tells whether nothing from this entry of a batch on has been done. */
  static boolean nothingDone(BatchUpdateException failure, int from) {
    return Arrays.stream(failure.getLargeUpdateCounts())
        .skip(from)
        .allMatch(count -> count == Statement.EXECUTE_FAILED);
  }

  /** Plans from this text on, up to and including one that changes what names mean. */
  private List<Planned> plan(List<String> texts, int from) throws SQLException {
    List<Planned> part = new ArrayList<>();
    for (int i = from; i < texts.size(); i++) {
      Planned planned = session.plan(texts.get(i), false);
      TypeChanging.requireNone(planned);
      part.add(planned);
      if (!planned.plan().effects().isEmpty() && !session.nothingProtected()) {
        break;
      }
    }
    return part;
  }

  private static BatchUpdateException failed(SQLException e, long[] counts) {
    BatchUpdateException failure =
        new BatchUpdateException(
            e.getMessage(), e.getSQLState(), e.getErrorCode(), counts, cause(e));
    SQLException next = e.getNextException();
    if (next != null) {
      failure.setNextException(next);
    }
    return failure;
  }

  private static @Nullable Throwable cause(SQLException e) {
    return e instanceof BatchUpdateException ? e.getCause() : e;
  }

  /** Returns the counts as ints; one too large for that is not told. */
  static int[] ints(long[] counts) {
    return Arrays.stream(counts)
        .mapToInt(count -> count > Integer.MAX_VALUE ? Statement.SUCCESS_NO_INFO : (int) count)
        .toArray();
  }
}
