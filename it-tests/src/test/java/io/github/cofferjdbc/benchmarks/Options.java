package io.github.cofferjdbc.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a program is asked for, from properties {@code benchmarks.*}. Immutable.
 *
 * @param rows in the table that is read
 * @param rounds measured, after those that warm up
 * @param millis for which one subject does one work in a round
 * @param works by label; all of them if it is empty
 * @param subjects by label, to profile one alone; all of them if it is empty
 * @param folder in which the results are written
 */
record Options(
    int rows, int rounds, long millis, List<String> works, List<String> subjects, Path folder) {

  static Options ofProperties() {
    return new Options(
        Integer.getInteger("benchmarks.rows", 20_000),
        Integer.getInteger("benchmarks.rounds", 3),
        (long) (1000 * Double.parseDouble(System.getProperty("benchmarks.seconds", "0.5"))),
        names("benchmarks.works"),
        names("benchmarks.subjects"),
        Path.of(System.getProperty("benchmarks.results", "target/benchmarks")));
  }

  private static List<String> names(String property) {
    return Arrays.stream(System.getProperty(property, "").split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  boolean wantsWork(String label) {
    return works.isEmpty() || works.contains(label);
  }

  boolean wantsSubject(String label) {
    return subjects.isEmpty() || subjects.contains(label);
  }
}
