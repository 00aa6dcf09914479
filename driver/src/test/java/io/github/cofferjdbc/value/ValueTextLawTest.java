package io.github.cofferjdbc.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTextLawTest {

  private static final int VALUES = 5000;

  private final long seed = Long.getLong("coffer.test.seed", new Random().nextInt(1 << 30));

  @ParameterizedTest
  @EnumSource(BaseType.class)
  void readingWhatWasPrintedGivesTheValue(BaseType type) throws Exception {
    RandomValues values = new RandomValues(new Random(seed));
    for (int i = 0; i < VALUES; i++) {
      byte[] value = values.next(type);
      String text = ValueText.toText(type, value, Texts.BERLIN);
      if (type == BaseType.TIMESTAMPTZ && isOutsideWhenLocal(text)) {
        continue;
      }
      assertThat(ValueText.fromText(type, text, Texts.BERLIN))
          .as("seed %d, value %d: %s", seed, i, text)
          .isEqualTo(value);
      assertThat(ValueText.fromBinary(type, value)).as("seed %d", seed).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = BaseType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"JSON", "JSONB"})
  void searchableFormsComeBackAndAreEqualForEqualValues(BaseType type) throws Exception {
    RandomValues values = new RandomValues(new Random(seed));
    for (int i = 0; i < VALUES; i++) {
      byte[] value = values.next(type);
      byte[] canonical = Searchable.encode(type, value);
      byte[] decoded = Searchable.decode(type, canonical);
      assertThat(Searchable.encode(type, decoded))
          .as("seed %d, value %d", seed, i)
          .isEqualTo(canonical);
      Comparand comparand = Coercion.compare(type, BoundValue.binary(type, value), Texts.BERLIN);
      assertThat(
              comparand instanceof Comparand.Encoded encoded
                  && Arrays.equals(encoded.canonical(), canonical))
          .as("seed %d, value %d", seed, i)
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "<-02:30>+02:30"
      })
  void instantsComeBackInEveryZone(String zone) throws Exception {
    SessionTime session = new SessionTime(zone);
    RandomValues values = new RandomValues(new Random(seed));
    for (int i = 0; i < VALUES; i++) {
      byte[] value = values.next(BaseType.TIMESTAMPTZ);
      String text = ValueText.toText(BaseType.TIMESTAMPTZ, value, session);
      if (!isOutsideWhenLocal(text)) {
        assertThat(ValueText.fromText(BaseType.TIMESTAMPTZ, text, session))
            .as("seed %d: %s", seed, text)
            .isEqualTo(value);
      }
    }
  }

  /** The local time of the first instants may be in a day before day 0, which nothing reads. */
  private static boolean isOutsideWhenLocal(String text) {
    return text.startsWith("4714-11-23");
  }
}
