package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.StoredRecord;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A key store whose n-th call fails: calls count from 1, and each write counts twice, once before
 * and once after it is done. Not thread safe.
 */
final class FailingKeyStore implements KeyStore {

  private final KeyStore store;
  private int left;

  FailingKeyStore(KeyStore store, int nth) {
    this.store = store;
    this.left = nth;
  }

  /** Tells whether the n-th call was made, and so failed. */
  boolean failed() {
    return left <= 0;
  }

  private void count() throws SQLException {
    if (--left == 0) {
      throw KeyFailure.OUTAGE.exception("The key store fails here.");
    }
  }

  @Override
  public String place() {
    return store.place();
  }

  @Override
  public List<String> clusters() throws SQLException {
    count();
    return store.clusters();
  }

  @Override
  public Optional<StoredRecord> load(String clusterArn) throws SQLException {
    count();
    return store.load(clusterArn);
  }

  @Override
  public boolean compareAndSet(String clusterArn, long expectedRevision, StoredRecord record)
      throws SQLException {
    count();
    boolean done = store.compareAndSet(clusterArn, expectedRevision, record);
    count();
    return done;
  }

  @Override
  public void close() {
    store.close();
  }
}
