package io.github.cofferjdbc.benchmarks;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the table: everything follows from the row's id and the seed, and costs next to
 * nothing to make. Used by one thread.
 */
final class People {

  /** How many different mails and notes there are. */
  private static final int VARIETY = 4096;

  /** Length of a number's ciphertext. */
  static final int STORED_NUMBER = 11 + 24;

  private static final long FIRST_NUMBER = 10_000_000_000L;

  private final String[] mails = new String[VARIETY];
  private final String[] notes = new String[VARIETY];
  private final BigDecimal[] amounts = new BigDecimal[VARIETY];
  private final Timestamp[] times = new Timestamp[VARIETY];
  private List<byte[][]> stored = List.of();
  private byte[] storedNumbers = new byte[0];
  private @Nullable BareCiphers ciphers;

  People(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < VARIETY; i++) {
      mails[i] = letters(random, 12) + "@example.org";
      notes[i] = letters(random, 200);
      amounts[i] = BigDecimal.valueOf(random.nextInt(10_000_000), 2);
      times[i] = new Timestamp(1_600_000_000_000L + random.nextInt());
    }
  }

  private static String letters(Random random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(i % 8 == 7 ? ' ' : (char) ('a' + random.nextInt(26)));
    }
    return text.toString().replace(' ', length < 50 ? '.' : ' ');
  }

  private static int of(long id) {
    return (int) (id & (VARIETY - 1));
  }

  String mail(long id) {
    return mails[of(id)];
  }

  /** Returns 11 digits that no other row has. */
  String number(long id) {
    return Long.toString(FIRST_NUMBER + id);
  }

  String note(long id) {
    return notes[of(id)];
  }

  BigDecimal amount(long id) {
    return amounts[of(id)];
  }

  Timestamp time(long id) {
    return times[of(id)];
  }

  /** Keeps what Coffer has stored: mail, number and note of the first rows, all numbers. */
  void keepStored(List<byte[][]> values, byte[] numbers) {
    stored = List.copyOf(values);
    storedNumbers = numbers;
  }

  /** Returns ciphers whose values look like those that Coffer has stored. */
  BareCiphers ciphers() {
    BareCiphers known = ciphers;
    if (known == null) {
      known = new BareCiphers(stored(1)[0], stored(1)[1]);
      ciphers = known;
    }
    return known;
  }

  /** Returns the ciphertexts of a row, or of another one if this one's were not kept. */
  byte[][] stored(long id) {
    return stored.get((int) ((id - 1) % stored.size()));
  }

  /** Returns the ciphertext of a row's number. */
  byte[] storedNumber(long id) {
    int at = (int) (id - 1) * STORED_NUMBER;
    return Arrays.copyOfRange(storedNumbers, at, at + STORED_NUMBER);
  }
}
