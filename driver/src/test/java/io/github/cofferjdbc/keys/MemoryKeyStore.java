package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.StoredRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A key store in memory, each at a place of its own. Thread safe. */
final class MemoryKeyStore implements KeyStore {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String place = "memory:" + COUNT.incrementAndGet();
  private final Map<String, StoredRecord> records = new HashMap<>();
  private boolean losing;

  @Override
  public String place() {
    return place;
  }

  @Override
  public synchronized List<String> clusters() {
    return List.copyOf(new TreeMap<>(records).keySet());
  }

  @Override
  public synchronized Optional<StoredRecord> load(String clusterArn) {
    return Optional.ofNullable(records.get(clusterArn));
  }

  @Override
  public synchronized boolean compareAndSet(
      String clusterArn, long expectedRevision, StoredRecord record) {
    long stored = load(clusterArn).map(StoredRecord::revision).orElse(0L);
    if (stored != expectedRevision) {
      return false;
    }
    if (!losing) {
      records.put(clusterArn, record);
    }
    return true;
  }

  /** Says from now on that it stores what it loses, as a disk that lies does. */
  synchronized void lose() {
    losing = true;
  }

  /** Does what someone with write access may do. */
  synchronized void tamper(String clusterArn, StoredRecord record) {
    records.put(clusterArn, record);
  }

  synchronized void remove(String clusterArn) {
    records.remove(clusterArn);
  }

  @Override
  public void close() {}
}
