package io.github.cofferjdbc.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShortestDecimalLawTest {

  private final long seed = Long.getLong("coffer.test.seed", new Random().nextInt(1 << 30));

  @Test
  void readsBackAndIsShortestForDoubles() {
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      double value = Math.abs(Double.longBitsToDouble(random.nextLong()));
      if (value > 0 && Double.isFinite(value)) {
        check(value);
      }
    }
    for (int exponent = -1074; exponent < 1024; exponent++) {
      check(Math.scalb(1.0, exponent));
      check(Math.nextDown(Math.scalb(1.0, exponent + 1) / 2 + Double.MIN_VALUE));
    }
    check(Double.MAX_VALUE);
    check(Double.MIN_VALUE);
    check(Double.MIN_NORMAL);
  }

  private void check(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return;
    }
    ShortestDecimal shortest = ShortestDecimal.of(value);
    BigDecimal decimal =
        BigDecimal.valueOf(shortest.digits()).scaleByPowerOfTen(shortest.exponent());
    assertThat(decimal.doubleValue()).as("seed %d", seed).isEqualTo(value);
    int digits = Long.toString(shortest.digits()).length();
    BigDecimal exact = new BigDecimal(value);
    if (digits > 1) {
      // No decimal with a digit less is strictly inside the interval that rounds to the value.
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.FLOOR, RoundingMode.CEILING}) {
        BigDecimal shorter = exact.round(new MathContext(digits - 1, mode));
        assertThat(isInside(shorter, value))
            .as("%s for %s, seed %d", shorter, value, seed)
            .isFalse();
      }
    }
    for (int step : new int[] {-1, 1}) {
      BigDecimal other =
          BigDecimal.valueOf(shortest.digits() + step).scaleByPowerOfTen(shortest.exponent());
      if (isInside(other, value)) {
        assertThat(other.subtract(exact).abs())
            .as("closest for %s, seed %d", value, seed)
            .isGreaterThanOrEqualTo(decimal.subtract(exact).abs());
      }
    }
  }

  private static boolean isInside(BigDecimal decimal, double value) {
    BigDecimal two = BigDecimal.valueOf(2);
    BigDecimal exact = new BigDecimal(value);
    BigDecimal below = exact.add(new BigDecimal(Math.nextDown(value))).divide(two);
    double next = Math.nextUp(value);
    BigDecimal above =
        Double.isFinite(next)
            ? exact.add(new BigDecimal(next)).divide(two)
            : exact.add(exact.subtract(below));
    return decimal.compareTo(below) > 0 && decimal.compareTo(above) < 0;
  }

  @Test
  void readsBackForFloats() {
    Random random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      float value = Math.abs(Float.intBitsToFloat(random.nextInt()));
      if (value > 0 && Float.isFinite(value)) {
        ShortestDecimal shortest = ShortestDecimal.of(value);
        assertThat(Float.parseFloat(shortest.digits() + "e" + shortest.exponent()))
            .as("seed %d", seed)
            .isEqualTo(value);
        assertThat(shortest.digits()).isLessThan(1_000_000_000L);
      }
    }
  }
}
