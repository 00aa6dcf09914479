package io.github.cofferjdbc.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What every turn of every round gave, in memory and, as it comes, in a file of lines {@code work,
 * subject, round, per second, microseconds of the JVM, of the server}, separated by tabs. Lines
 * about the circumstances begin with {@code #}. Used by one thread.
 */
final class Results {

  /**
   * One turn.
   *
   * @param perSecond operations or rows
   * @param jvmMicros CPU of this process for one of them
   * @param serverMicros CPU of the server's backends for one of them
   */
  record Result(double perSecond, double jvmMicros, double serverMicros) {
    double cpuMicros() {
      return jvmMicros + serverMicros;
    }
  }

  /** One figure of a result. */
  interface Figure {
    double of(Result result);
  }

  private static final String NOTE = "# ";

  private final Map<String, Map<String, List<Result>>> results = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final Path file;

  private Results(Path file) {
    this.file = file;
  }

  /** Returns what such files hold, one after the other. */
  static Results read(List<Path> files) throws IOException {
    Results read = new Results(Path.of("none"));
    for (Path each : files) {
      for (String line : Files.readAllLines(each)) {
        if (line.startsWith(NOTE)) {
          read.notes.add(line.substring(NOTE.length()));
        } else {
          String[] parts = line.split("\t", -1);
          read.put(
              parts[0],
              parts[1],
              new Result(
                  Double.parseDouble(parts[3]),
                  Double.parseDouble(parts[4]),
                  Double.parseDouble(parts[5])));
        }
      }
    }
    return read;
  }

  /** Returns empty results that are written to a new file. */
  static Results inNew(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.deleteIfExists(file);
      return new Results(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Records lines about the circumstances. */
  void note(String lines) {
    lines
        .lines()
        .forEach(
            line -> {
              notes.add(line);
              write(NOTE + line);
            });
  }

  List<String> notes() {
    return notes;
  }

  void add(String work, String subject, int round, Result result) {
    put(work, subject, result);
    write(
        String.format(
            Locale.ROOT,
            "%s\t%s\t%d\t%.1f\t%.3f\t%.3f",
            work,
            subject,
            round,
            result.perSecond(),
            result.jvmMicros(),
            result.serverMicros()));
  }

  private void put(String work, String subject, Result result) {
    results
        .computeIfAbsent(work, key -> new LinkedHashMap<>())
        .computeIfAbsent(subject, key -> new ArrayList<>())
        .add(result);
  }

  private void write(String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String work, String subject) {
    return results.containsKey(work) && results.get(work).containsKey(subject);
  }

  Set<String> subjects(String work) {
    return results.getOrDefault(work, Map.of()).keySet();
  }

  /** Returns the median over the rounds; not a number if there are none. */
  Spread spread(String work, String subject, Figure figure) {
    return Spread.of(of(work, subject).stream().map(figure::of).toList());
  }

  /** Returns the spread of the ratio to another subject in the same round. */
  Spread ratio(String work, String subject, String control, Figure figure) {
    List<Result> mine = of(work, subject);
    List<Result> others = of(work, control);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(mine.size(), others.size()); i++) {
      ratios.add(figure.of(mine.get(i)) / figure.of(others.get(i)));
    }
    return Spread.of(ratios);
  }

  private List<Result> of(String work, String subject) {
    return results.getOrDefault(work, Map.of()).getOrDefault(subject, List.of());
  }
}
