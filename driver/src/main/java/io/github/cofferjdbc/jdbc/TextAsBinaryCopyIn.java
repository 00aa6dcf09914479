package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.copy.RowStream;
import io.github.cofferjdbc.copy.UncertainValueException;
import java.io.IOException;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteStreamWriter;

/**
 * A COPY in text or CSV that is sent in format binary, up to a value that the server has to read;
 * from its row on as text ({@link BinaryCopyIn}). Not thread safe.
 */
final class TextAsBinaryCopyIn implements CopyIn {

  private static final int TEXT_FORMAT = 0;

  /** The copy as text, for when the one in binary format has ended. */
  interface Rest {
    CopyIn start() throws SQLException;
  }

  private final Session session;
  private final CopyTransaction transaction;
  private final Rest rest;
  private final RowStream textRows;
  private EncryptingCopyIn current;
  private boolean binary = true;
  private long handled;

  /**
   * @param binary started, with a stream that gives out binary rows
   * @param rest starts the copy as text
   * @param textRows a stream that gives out text
   */
  TextAsBinaryCopyIn(
      EncryptingCopyIn binary,
      Rest rest,
      RowStream textRows,
      CopyTransaction transaction,
      Session session) {
    this.current = binary;
    this.rest = rest;
    this.textRows = textRows;
    this.transaction = transaction;
    this.session = session;
  }

  /** A step of the copy that is under way. */
  private interface Step<T> {
    T of(EncryptingCopyIn copy) throws SQLException;
  }

  /**
   * Takes a step.
   *
   * @param again whether the step is to be taken again if the copy goes on as text, which takes
   *     over what was written before
   */
  private <T> T step(Step<T> step, boolean again, T otherwise) throws SQLException {
    boolean done = false;
    try {
      T result = otherwise;
      try {
        result = step.of(current);
      } catch (UncertainValueException e) {
        goOnAsText();
        result = again ? step.of(current) : otherwise;
      }
      done = true;
      return result;
    } finally {
      if (!done && !current.isActive()) {
        transaction.rollback();
      }
    }
  }

  private void goOnAsText() throws SQLException {
    binary = false;
    RowStream left = current.stopped();
    handled = current.endStopped();
    current = new EncryptingCopyIn(rest.start(), session, textRows);
    current.resume(left);
  }

  @Override
  public void writeToCopy(byte[] data, int offset, int size) throws SQLException {
    step(
        copy -> {
          copy.writeToCopy(data, offset, size);
          return true;
        },
        false,
        true);
  }

  @Override
  public void writeToCopy(ByteStreamWriter from) throws SQLException {
    try {
      CopyTarget.write(from, this);
    } catch (IOException e) {
      CopyEnd.abandon(current, session);
      transaction.rollback();
      throw CopyEnd.ofWriter();
    }
  }

  @Override
  public void flushCopy() throws SQLException {
    step(
        copy -> {
          copy.flushCopy();
          return true;
        },
        false,
        true);
  }

  @Override
  public long endCopy() throws SQLException {
    long rows = step(EncryptingCopyIn::endCopy, true, 0L);
    transaction.commit();
    return handled + rows;
  }

  @Override
  public void cancelCopy() throws SQLException {
    try {
      current.cancelCopy();
    } finally {
      transaction.rollback();
    }
  }

  @Override
  public int getFieldCount() {
    return current.getFieldCount();
  }

  /** As the statement says, not as the rows are sent. */
  @Override
  public int getFormat() {
    return binary ? TEXT_FORMAT : current.getFormat();
  }

  @Override
  public int getFieldFormat(int field) {
    return binary ? TEXT_FORMAT : current.getFieldFormat(field);
  }

  @Override
  public boolean isActive() {
    return current.isActive();
  }

  @Override
  public long getHandledRowCount() {
    long rows = current.getHandledRowCount();
    return rows < 0 ? rows : handled + rows;
  }
}
