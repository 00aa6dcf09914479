package io.github.cofferjdbc.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the program is asked for, from properties {@code benchmarks.*}. Immutable.
 *
 * @param rows in the table that is read
 * @param rounds measured, after one that is not
 * @param millis for which one subject does one work in a round
 * @param works by name; all of them if it is empty
 * @param subjects by name, to profile one alone; all of them if it is empty
 */
record Options(int rows, int rounds, long millis, List<String> works, List<String> subjects) {

  static Options ofProperties() {
    return new Options(
        Integer.getInteger("benchmarks.rows", 20_000),
        Integer.getInteger("benchmarks.rounds", 3),
        (long) (1000 * Double.parseDouble(System.getProperty("benchmarks.seconds", "0.5"))),
        names("benchmarks.works"),
        names("benchmarks.subjects"));
  }

  private static List<String> names(String property) {
    return Arrays.stream(System.getProperty(property, "").split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  boolean wants(Work work) {
    return works.isEmpty() || works.contains(work.label());
  }

  boolean wants(Subject subject) {
    return subjects.isEmpty() || subjects.contains(subject.name().toLowerCase(Locale.ROOT));
  }
}
