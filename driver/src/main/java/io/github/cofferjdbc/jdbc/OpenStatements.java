package io.github.cofferjdbc.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The statements that one handle of a pooled connection has made, which end with it. Statements
 * that the application has forgotten are not kept. Thread safe.
 */
final class OpenStatements {

  /** So many are kept at most before those that were closed are let go. */
  private static final int MANY = 64;

  private final Set<Statement> statements = Collections.newSetFromMap(new WeakHashMap<>());
  private int limit = MANY;

  synchronized void add(Statement statement) throws SQLException {
    if (statements.size() >= limit) {
      List<Statement> open = new ArrayList<>();
      for (Statement each : statements) {
        if (!each.isClosed()) {
          open.add(each);
        }
      }
      statements.clear();
      statements.addAll(open);
      limit = Math.max(MANY, 2 * open.size());
    }
    statements.add(statement);
  }

  /**
   * Closes them all.
   *
   * @throws SQLException the first failure; the others are closed nevertheless
   */
  void close() throws SQLException {
    List<Statement> all;
    synchronized (this) {
      all = List.copyOf(statements);
      statements.clear();
    }
    SQLException failure = null;
    for (Statement each : all) {
      try {
        each.close();
      } catch (SQLException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
