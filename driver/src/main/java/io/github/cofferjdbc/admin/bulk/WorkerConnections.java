package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.admin.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The two connections of a thread that reads rows and writes them back while it reads. For one
 * thread.
 *
 * @param reader with autocommit on
 * @param writer writes behind the reading
 */
record WorkerConnections(Connection reader, BatchWriter writer) implements AutoCloseable {

  /**
   * Opens both.
   *
   * @param withoutTriggers whether changes are to fire no triggers of the users
   */
  static WorkerConnections open(ConnectionSource source, boolean withoutTriggers)
      throws SQLException {
    Connection reader = source.open();
    Connection writer = reader;
    boolean ready = false;
    try {
      Session.prepare(reader);
      writer = source.open();
      Session.prepareToWrite(writer);
      if (withoutTriggers) {
        Session.withoutTriggers(writer);
      }
      Session.execute(writer, "SET lock_timeout = " + RowBatch.PATIENCE_MILLIS);
      writer.setAutoCommit(false);
      ready = true;
      return new WorkerConnections(reader, new BatchWriter(writer));
    } finally {
      if (!ready) {
        try (reader) {
          writer.close();
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    try (reader) {
      writer.close();
    }
  }
}
