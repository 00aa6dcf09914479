package io.github.cofferjdbc.keys;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A keyring in the cache with its times, which are readings of the cache's ticker in nanoseconds.
 *
 * <pre>
 * loaded ───────── refresh ──── fresh until ─────────────── usable until
 *   serves            serves, and       serves only while an    is wiped
 *                     asks behind       outage lasts
 * </pre>
 *
 * <p>Thread safe.
 */
final class HeldKeyring {

  private final Keyring keyring;
  private final Object content;
  private final long refreshAt;
  private final long freshUntil;
  private final long usableUntil;

  /** Until then the keyring serves without a further look. */
  private volatile long checkAt;

  private volatile boolean inGrace;
  private volatile @Nullable SQLException outage;
  private volatile long outageAt;
  private volatile @Nullable Keyring predecessor;

  HeldKeyring(KeyringLoader.Loaded loaded, long now, long ttlNanos, long graceNanos) {
    this.keyring = loaded.keyring();
    this.content = loaded.content();
    this.refreshAt = now + ttlNanos / 5 * 4;
    this.freshUntil = now + ttlNanos;
    this.usableUntil = freshUntil + graceNanos;
    this.checkAt = refreshAt;
  }

  Keyring keyring() {
    return keyring;
  }

  boolean needsNoCheck(long now) {
    return now - checkAt < 0 && !keyring.closed();
  }

  boolean fresh(long now) {
    return now - freshUntil < 0;
  }

  boolean usable(long now) {
    return now - usableUntil < 0 && !keyring.closed();
  }

  boolean inGrace() {
    return inGrace;
  }

  /** Tells whether the last refresh, less than so many nanoseconds ago, got no answer. */
  boolean recentOutage(long now, long nanos) {
    return outage != null && now - outageAt < nanos;
  }

  /** Returns why the last refresh got no answer, or null if it got one. */
  @Nullable SQLException outage() {
    return outage;
  }

  long nanosUsable(long now) {
    return Math.max(1, usableUntil - now);
  }

  /** Puts the next look off, but not past the next change of what may be done. */
  void checkAgainIn(long nanos, long now) {
    long limit = fresh(now) ? freshUntil : usableUntil;
    checkAt = nanos < limit - now ? now + nanos : limit;
  }

  /** Notes that there was no answer; returns whether the keyring is used past its time from now. */
  boolean noteOutage(SQLException noAnswer, long now) {
    outageAt = now;
    outage = noAnswer;
    boolean begins = !fresh(now) && !inGrace;
    inGrace |= !fresh(now);
    return begins;
  }

  boolean sameContent(KeyringLoader.Loaded loaded) {
    return content.equals(loaded.content());
  }

  /**
   * Takes over from the keyring before: that one's keys stay usable for who is using them right
   * now, until the next change; the ones before them are wiped.
   */
  void follow(HeldKeyring before) {
    if (before.keyring != keyring) {
      predecessor = before.keyring;
    }
    close(before.predecessor);
  }

  /** Wipes the keys. */
  void close() {
    keyring.close();
    close(predecessor);
  }

  private static void close(@Nullable Keyring old) {
    if (old != null) {
      old.close();
    }
  }
}
