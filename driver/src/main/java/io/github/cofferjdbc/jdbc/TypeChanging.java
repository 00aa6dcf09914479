package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.sql.plan.TypeChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * An ALTER COLUMN … TYPE that encrypts or decrypts, in one transaction: the table is locked, every
 * value is read and converted here, and the new values go to a temporary table. The statement
 * itself then rewrites the table and takes each row's value from there by the row's place, so that
 * the column keeps its position, grants, comment, NOT NULL and indexes.
 *
 * <p>In the application's transaction it is a savepoint: what fails here leaves the transaction as
 * it was before, what fails on the server fails it as in PostgreSQL. Otherwise the transaction is
 * its own.
 */
final class TypeChanging {

  private static final String SAVEPOINT = "coffer_type_change";

  /** The statement that is executed. */
  interface Step<T> {
    T make() throws SQLException;
  }

  private TypeChanging() {}

  /** Executes the statement, and what its plan asks for around it. */
  static <T> T around(Session session, Planned planned, Step<T> statement) throws SQLException {
    TypeChange change = planned.plan().typeChange();
    if (change == null) {
      return statement.make();
    }
    Connection connection = session.delegate();
    return connection.getAutoCommit() && !session.inTransaction()
        ? alone(session, connection, change, statement)
        : within(session, connection, change, statement);
  }

  /** Refuses a statement that an execution of several cannot do anything around. */
  static void requireNone(Planned planned) throws SQLException {
    TypeChange change = planned.plan().typeChange();
    if (change != null) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "ALTER COLUMN TYPE on "
              + change.origin()
              + ": it reads and writes every value of the column; execute it on its own, not in a"
              + " batch.");
    }
  }

  private static <T> T alone(
      Session session, Connection connection, TypeChange change, Step<T> statement)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = changed(session, connection, change, statement);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      undo(connection::rollback, e);
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static <T> T within(
      Session session, Connection connection, TypeChange change, Step<T> statement)
      throws SQLException {
    execute(connection, "SAVEPOINT " + SAVEPOINT);
    try {
      T result = changed(session, connection, change, statement);
      execute(connection, "RELEASE SAVEPOINT " + SAVEPOINT);
      return result;
    } catch (SQLException | RuntimeException e) {
      if (!session.inFailedTransaction()) {
        undo(() -> execute(connection, "ROLLBACK TO SAVEPOINT " + SAVEPOINT), e);
      }
      throw e;
    }
  }

  private interface Undo {
    void run() throws SQLException;
  }

  private static void undo(Undo undo, Exception cause) {
    try {
      undo.run();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static <T> T changed(
      Session session, Connection connection, TypeChange change, Step<T> statement)
      throws SQLException {
    execute(
        connection,
        "LOCK TABLE "
            + (change.only() ? "ONLY " : "")
            + change.table().quoted()
            + " IN ACCESS EXCLUSIVE MODE");
    TypeChangeObstacles.check(connection, change);
    NewValues values = new NewValues(session, connection, change);
    values.make();
    T result = statement.make();
    values.drop();
    return result;
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
