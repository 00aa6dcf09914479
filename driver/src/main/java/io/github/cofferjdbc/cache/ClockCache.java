package io.github.cofferjdbc.cache;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A map of bounded weight. Once it is full, those entries leave that were not read since they were
 * passed over last, the oldest first: the clock algorithm, or second chance (F. J. Corbató, A
 * Paging Experiment with the Multics System, 1969), which comes near to the least recently used.
 *
 * <p>Thread safe. Reading takes no lock and writes nothing, but for the first read of an entry
 * since it was passed over. Nothing expires, and no thread is used.
 *
 * <p>Caffeine chooses better what leaves and has times, but its first cache of a process costs tens
 * of milliseconds of CPU: some ninety classes, and method handles to link. It is left to the
 * database keys, which need its times.
 */
public class ClockCache<K, V> {

  private static final class Entry<K, V> {
    final K key;
    volatile V value;
    long weight;
    volatile boolean read;

    Entry(K key, V value, long weight) {
      this.key = key;
      this.value = value;
      this.weight = weight;
    }
  }

  private final long maximum;
  private final ConcurrentHashMap<K, Entry<K, V>> entries = new ConcurrentHashMap<>();

  /** In the order in which they came or were passed over; all writing is done under its lock. */
  private final ArrayDeque<Entry<K, V>> queue = new ArrayDeque<>();

  private long weight;

  /** Makes an empty cache for entries of so much weight together. */
  public ClockCache(long maximum) {
    this.maximum = maximum;
  }

  /** Returns the value of the key, or null if it is not known. */
  public final @Nullable V get(K key) {
    Entry<K, V> entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    if (!entry.read) { // read first: threads that only read share the memory
      entry.read = true;
    }
    return entry.value;
  }

  /** Sets the value of the key, of weight 1. */
  public final void put(K key, V value) {
    put(key, value, 1);
  }

  /** Sets the value of the key. One that is heavier than the maximum leaves at once. */
  public final void put(K key, V value, long newWeight) {
    synchronized (queue) {
      Entry<K, V> entry = entries.get(key);
      if (entry == null) {
        add(key, value, newWeight);
        return;
      }
      V replaced = entry.value;
      entry.value = value;
      weight += newWeight - entry.weight;
      entry.weight = newWeight;
      left(replaced);
      evict(maximum);
    }
  }

  /** Returns the value of the key, which is this one, of weight 1, if there is none. */
  public final V putIfAbsent(K key, V value) {
    synchronized (queue) {
      V known = get(key);
      if (known != null) {
        return known;
      }
      add(key, value, 1);
      return value;
    }
  }

  private void add(K key, V value, long newWeight) {
    if (newWeight > maximum) {
      left(value);
      return;
    }
    evict(maximum - newWeight);
    Entry<K, V> entry = new Entry<>(key, value, newWeight);
    entries.put(key, entry);
    queue.addLast(entry);
    weight += newWeight;
  }

  private void evict(long most) {
    while (weight > most) {
      Entry<K, V> oldest = queue.removeFirst();
      if (oldest.read && oldest.weight <= maximum) {
        oldest.read = false;
        queue.addLast(oldest);
      } else {
        entries.remove(oldest.key);
        weight -= oldest.weight;
        left(oldest.value);
      }
    }
  }

  /** Forgets everything. */
  public final void clear() {
    synchronized (queue) {
      for (Iterator<Entry<K, V>> all = queue.iterator(); all.hasNext(); ) {
        Entry<K, V> entry = all.next();
        all.remove();
        entries.remove(entry.key);
        left(entry.value);
      }
      weight = 0;
    }
  }

  /** Returns how many entries there are. */
  public final int size() {
    return entries.size();
  }

  /**
   * Called with a value that is no longer in the cache: it was replaced, evicted or cleared. Who
   * read it just before may still be using it. It must not use the cache, and must be quick, since
   * others wait.
   */
  protected void left(V value) {}
}
