package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.copy.RowStream;
import io.github.cofferjdbc.copy.UncertainValueException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOperation;

/**
 * What both directions of COPY have in common. Not thread safe.
 *
 * @param <T> the delegate's operation
 */
abstract class EncryptingCopy<T extends CopyOperation> implements CopyOperation {

  final T delegate;
  final Session session;

  /** Null if no field is protected. */
  final @Nullable RowStream rows;

  EncryptingCopy(T delegate, Session session, @Nullable RowStream rows) {
    this.delegate = delegate;
    this.session = session;
    this.rows = rows;
  }

  /** A step of the conversion. */
  interface Step {
    void run() throws SQLException;
  }

  /** Runs a step of the conversion; if it fails, the copy ends. */
  final void convert(Step step) throws SQLException {
    try {
      step.run();
    } catch (UncertainValueException e) {
      throw e; // the copy goes on, in another format
    } catch (SQLException e) {
      CopyEnd.abandon(delegate, session);
      throw CopyEnd.failed(e);
    } catch (RuntimeException | Error e) {
      CopyEnd.abandon(delegate, session);
      throw e;
    }
  }

  @Override
  public void cancelCopy() throws SQLException {
    delegate.cancelCopy();
  }

  @Override
  public int getFieldCount() {
    return delegate.getFieldCount();
  }

  @Override
  public int getFormat() {
    return delegate.getFormat();
  }

  @Override
  public int getFieldFormat(int field) {
    return delegate.getFieldFormat(field);
  }

  @Override
  public boolean isActive() {
    return delegate.isActive();
  }

  @Override
  public long getHandledRowCount() {
    return delegate.getHandledRowCount();
  }
}
