package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.copy.CopyFormat;
import io.github.cofferjdbc.copy.RowStream;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.sql.plan.CopyPlan;
import io.github.cofferjdbc.sql.plan.Plan;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyDual;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;

/**
 * pgjdbc's COPY with protected columns encrypted on the way in and decrypted on the way out. Rows
 * stream: one row is held at a time. What mentions nothing protected passes byte for byte, and so
 * does replication. The methods that read or write a stream are pgjdbc's own and come down to the
 * three here. As thread safe as the connection.
 */
final class EncryptingCopyManager extends CopyManager {

  private final Session session;

  EncryptingCopyManager(Pgjdbc pg, Session session) throws SQLException {
    super(pg.connection());
    this.session = session;
  }

  /** Starts a copy. */
  private interface Start<T> {
    T with(String text) throws SQLException;
  }

  /** Puts Coffer around an operation. */
  private interface Wrap<T> {
    T around(T operation, @Nullable RowStream rows);
  }

  @Override
  @SuppressWarnings("NullAway") // null where pgjdbc answers null: the text was no COPY
  public CopyIn copyIn(String sql) throws SQLException {
    return start(
        sql, CopyIn.class, super::copyIn, (in, rows) -> new EncryptingCopyIn(in, session, rows));
  }

  @Override
  @SuppressWarnings("NullAway") // as above
  public CopyOut copyOut(String sql) throws SQLException {
    return start(
        sql,
        CopyOut.class,
        super::copyOut,
        (out, rows) -> new EncryptingCopyOut(out, session, rows));
  }

  /** Returns the delegate's operation: replication carries what is stored, that is, ciphertext. */
  @Override
  @SuppressWarnings("NullAway") // as above
  public CopyDual copyDual(String sql) throws SQLException {
    return start(sql, CopyDual.class, super::copyDual, (dual, rows) -> dual);
  }

  private <T extends CopyOperation> @Nullable T start(
      String sql, Class<T> wanted, Start<T> start, Wrap<T> wrap) throws SQLException {
    if (isReplication(sql)) {
      return start.with(sql);
    }
    Planned planned = session.planCopy(sql);
    Plan plan = planned.plan();
    if (planned.passthrough() && session.nothingProtected()) {
      return started(planned, start, sql);
    }
    CopyPlan copy = plan.copy();
    if (!planned.passthrough() && copy == null) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "Only COPY FROM STDIN and COPY TO STDOUT can be sent through CopyManager where a"
              + " protected table is mentioned; use a Statement.");
    }
    String text = planned.passthrough() ? sql : session.sealing().text(plan);
    if (copy == null || !copy.converts()) {
      T operation = started(planned, start, text);
      return operation == null ? null : wrap.around(operation, null);
    }
    RowStream rows = rows(copy, wanted);
    BinaryCopyIn inBinary = BinaryCopyIn.of(copy, session);
    if (inBinary != BinaryCopyIn.NO) {
      return wanted.cast(startedInBinary(planned, copy, inBinary, text, rows));
    }
    T operation = started(planned, start, text);
    if (operation != null) {
      check(operation, copy, copy.format().kind() == CopyFormat.Kind.BINARY);
      return wrap.around(operation, rows);
    }
    return null;
  }

  /** Returns what converts the rows; whatever speaks against it is said before the copy starts. */
  private RowStream rows(CopyPlan copy, Class<?> wanted) throws SQLException {
    if (wanted != (copy.from() ? CopyIn.class : CopyOut.class)) {
      throw Pgjdbc.clientError(
          "Requested " + wanted.getSimpleName() + " but the COPY goes the other way.", "42809");
    }
    checkEncoding(copy);
    session.requireKeys();
    return copy.from() ? CopyConversions.in(copy, session) : CopyConversions.out(copy, session);
  }

  private @Nullable CopyIn startedInBinary(
      Planned planned, CopyPlan copy, BinaryCopyIn how, String text, RowStream textRows)
      throws SQLException {
    CopyPlan.AsBinary binary = Objects.requireNonNull(copy.asBinary(), "there is one");
    CopyTransaction transaction = CopyTransaction.of(how, session);
    boolean begun = false;
    try {
      CopyIn operation = started(planned, super::copyIn, binary.text());
      check(operation, copy, true);
      begun = true;
      return new TextAsBinaryCopyIn(
          new EncryptingCopyIn(operation, session, CopyConversions.inBinary(copy, how, session)),
          () -> started(planned, super::copyIn, text),
          textRows,
          transaction,
          session);
    } finally {
      if (!begun) {
        transaction.rollback();
      }
    }
  }

  private <T> T started(Planned planned, Start<T> start, String text) throws SQLException {
    boolean inTransaction = session.inTransaction();
    try {
      return start.with(text);
    } catch (SQLException e) {
      session.noteFailure(e);
      throw e;
    } finally {
      session.executed(planned, inTransaction);
    }
  }

  /** The replication protocol has commands of its own and may know no others. */
  private static boolean isReplication(String sql) {
    String word = sql.stripLeading().split("[^A-Za-z_]", 2)[0].toUpperCase(Locale.ROOT);
    return word.equals("START_REPLICATION") || word.equals("BASE_BACKUP");
  }

  private void checkEncoding(CopyPlan copy) throws SQLException {
    CopyFormat format = copy.format();
    if (copy.from() && format.kind() == CopyFormat.Kind.TEXT && !session.pg().serverUtf8()) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "COPY FROM of protected columns in format text needs a database in UTF8, since \\x and"
              + " octal escapes mean bytes of the server's encoding; use the format csv or binary.");
    }
    boolean named = format.charset() != null && format.kind() != CopyFormat.Kind.BINARY;
    if (!named && !session.pg().utf8()) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "COPY of protected columns needs the client encoding UTF8, or the option ENCODING.");
    }
  }

  /** Ends the copy if the server is not going to send or take what the plan says. */
  private void check(CopyOperation operation, CopyPlan copy, boolean binary) throws SQLException {
    boolean expected =
        copy.fields().size() == operation.getFieldCount() && binary == (operation.getFormat() == 1);
    if (expected && copy.wellFormed()) {
      return;
    }
    CopyEnd.abandon(operation, session);
    if (!copy.wellFormed()) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "The options of this COPY are not understood by this version of Coffer; nothing was"
              + " copied.");
    }
    session.catalog().invalidate();
    throw session.untrusted(
        "The server copies other fields than the catalog lets Coffer expect; the table was changed"
            + " meanwhile: copy again.");
  }
}
