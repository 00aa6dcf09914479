package io.github.cofferjdbc.observe;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens with keys in this process. Counters only rise. Thread safe.
 *
 * <p>A counter that is read while others count may miss the last of them.
 */
public final class KeyMetrics {

  private static final KeyMetrics SHARED = new KeyMetrics();

  /** Asked the master key's service or HSM to make, wrap or unwrap a key. */
  public final LongAdder masterKeyCalls = new LongAdder();

  /** Such calls that failed, for whatever reason. */
  public final LongAdder masterKeyFailures = new LongAdder();

  /** Loaded the keys of a database, after which they could be used. */
  public final LongAdder loads = new LongAdder();

  /** Tried to, and failed. */
  public final LongAdder loadFailures = new LongAdder();

  /** Found the keys of a database in the cache, fresh or within the grace period. */
  public final LongAdder hits = new LongAdder();

  /** Waited for the load of another thread. */
  public final LongAdder joins = new LongAdder();

  /** Loaded again because a value named a key that was not known. */
  public final LongAdder unknownKeyReloads = new LongAdder();

  /** Keys of a database that began to be used past their time because of an outage. */
  public final LongAdder graceStarts = new LongAdder();

  /** Keys of a database that were dropped because access was denied. */
  public final LongAdder denials = new LongAdder();

  /** Returns the counters of the process. */
  public static KeyMetrics shared() {
    return SHARED;
  }

  @Override
  public String toString() {
    return "KeyMetrics[masterKeyCalls="
        + masterKeyCalls
        + ", masterKeyFailures="
        + masterKeyFailures
        + ", loads="
        + loads
        + ", loadFailures="
        + loadFailures
        + ", hits="
        + hits
        + ", joins="
        + joins
        + ", unknownKeyReloads="
        + unknownKeyReloads
        + ", graceStarts="
        + graceStarts
        + ", denials="
        + denials
        + "]";
  }
}
