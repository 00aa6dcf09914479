package io.github.cofferjdbc.admin.bulk;

import java.time.Duration;
import java.util.List;

/**
 * What {@code verify} found. Immutable.
 *
 * @param tables schema and name of those that were read
 * @param rows how many rows were read
 * @param values how many values were opened, elements of arrays each counted
 * @param unauthentic how many did not authenticate
 * @param listed the first of them, at most {@link Verify#MOST_LISTED}
 * @param notReached what may hold protected values and was not read, and why
 * @param time it took
 */
public record VerifyResult(
    List<String> tables,
    long rows,
    long values,
    long unauthentic,
    List<UnauthenticValue> listed,
    List<String> notReached,
    Duration time) {

  public VerifyResult {
    tables = List.copyOf(tables);
    listed = List.copyOf(listed);
    notReached = List.copyOf(notReached);
  }
}
