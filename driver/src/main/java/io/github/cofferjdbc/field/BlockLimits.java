package io.github.cofferjdbc.field;

import io.github.cofferjdbc.crypto.GcmSealer;
import java.time.Duration;

/**
 * When a block ends: so many bytes of plaintext, values, or time. Immutable and thread safe.
 *
 * @param bytes of plaintext, padding included; a longer value has a block of its own
 * @param values at most {@link GcmSealer#MAX_VALUES}
 * @param age since its first value
 */
record BlockLimits(long bytes, long values, Duration age) {

  static final Duration AGE = Duration.ofMinutes(10);

  BlockLimits {
    if (bytes < 1 || values < 1 || values > GcmSealer.MAX_VALUES) {
      throw new IllegalArgumentException("block limits out of range");
    }
  }
}
