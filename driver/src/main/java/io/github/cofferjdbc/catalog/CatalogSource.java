package io.github.cofferjdbc.catalog;

import java.sql.SQLException;
import java.util.List;

/** Where a connection's catalog comes from: its server, or a fake in a test. */
interface CatalogSource {

  /** What the connection's transaction is like. */
  enum Transaction {
    /** None is open. */
    NONE,
    OPEN,
    /** Open, and the server refuses everything until it ends. */
    FAILED
  }

  /** Returns the rows; neither begins nor ends a transaction. */
  List<CatalogRow> query(String sql) throws SQLException;

  /** Returns the state of the transaction, without asking the server. */
  Transaction transaction();
}
