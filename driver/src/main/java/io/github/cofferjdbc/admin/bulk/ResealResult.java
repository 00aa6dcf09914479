package io.github.cofferjdbc.admin.bulk;

import java.time.Duration;
import java.util.List;

/**
 * What {@code reseal} did. Immutable.
 *
 * @param keyId the database key that values are under now, in hexadecimal
 * @param tables schema and name of those that were looked through
 * @param rows how many were written
 * @param left how many were not, since others held or changed them each time; another run takes
 *     them
 * @param unreadable how many rows have a value under a retired key that does not open, and was left
 *     as it is; {@code verify} names them
 * @param notReached what may hold values under retired keys and was not looked at, and why
 * @param time it took
 */
public record ResealResult(
    String keyId,
    List<String> tables,
    long rows,
    long left,
    long unreadable,
    List<String> notReached,
    Duration time) {

  public ResealResult {
    tables = List.copyOf(tables);
    notReached = List.copyOf(notReached);
  }

  /** Tells whether all that was looked at is under the current key. */
  public boolean complete() {
    return left == 0 && unreadable == 0;
  }
}
