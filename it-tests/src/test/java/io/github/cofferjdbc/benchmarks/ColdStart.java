package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.testing.KmsKey;
import io.github.cofferjdbc.testing.KmsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Measures what the first statement of a process costs: starts processes that connect, read one row
 * and stop, of each kind in turn, and prints the median of their time and CPU, Java's own start
 * included. With {@code benchmarks.rounds} of each. All classes come from jars, as an application
 * has them: looking for each class in folders first would cost all of them a fifth.
 */
public final class ColdStart {

  private static final String DDL =
      """
      CREATE TABLE person (id int, note encrypted.text_random);
      CREATE TABLE plain (id int, note text);
      INSERT INTO plain VALUES (1, 'note');
      """;

  /** What one process took, from its start to its first row. */
  private record Start(double millis, double cpuMillis) {}

  /**
   * A kind of process.
   *
   * @param base the label of what it is compared with
   */
  private record Kind(
      String label, String base, String url, Properties properties, String argument) {}

  private static final String PLAIN = "plain pgjdbc";
  private static final String STRETCHED = PLAIN + " + password stretching";
  private static final String CALLED = PLAIN + " + one KMS call of the AWS SDK";

  private ColdStart() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws SQLException, IOException {
    Options options = Options.ofProperties();
    try (KmsServer kms = KmsServer.start()) {
      KmsKey key = kms.createKey();
      Map<String, String> kmsSettings =
          Map.of(
              Setting.MASTER_KEY.key(),
              "aws-kms:" + key.arn(),
              Setting.KMS_ENDPOINT.key(),
              kms.endpoint());
      try (ProtectedDatabase local = ProtectedDatabase.with(DDL);
          ProtectedDatabase remote = ProtectedDatabase.with(DDL, kmsSettings)) {
        fill(local);
        fill(remote);
        List<Kind> kinds = kinds(local, remote, kms, key);
        String classPath = JarPath.of(System.getProperty("java.class.path"), options.folder());
        String text =
            Machine.facts(local) + table(kinds, measured(kinds, options.rounds(), classPath));
        System.out.print(text);
        Files.createDirectories(options.folder());
        Files.writeString(
            options.folder().resolve("cold-start-java-" + Runtime.version().feature() + ".txt"),
            text);
      }
    }
  }

  private static void fill(ProtectedDatabase database) throws SQLException {
    try (var coffer = database.coffer();
        var statement = coffer.createStatement()) {
      statement.execute("INSERT INTO person VALUES (1, 'note')");
    }
  }

  private static List<Kind> kinds(
      ProtectedDatabase local, ProtectedDatabase remote, KmsServer kms, KmsKey key) {
    String plainUrl = local.database().jdbcUrl();
    String cofferUrl = local.database().cofferUrl();
    return List.of(
        new Kind(PLAIN, PLAIN, plainUrl, local.properties(), "plain"),
        new Kind(
            PLAIN + " + caches of Caffeine", PLAIN, plainUrl, local.properties(), "plain caffeine"),
        new Kind(
            PLAIN + " + ciphers of the JDK", PLAIN, plainUrl, local.properties(), "plain ciphers"),
        new Kind(STRETCHED, PLAIN, plainUrl, local.properties(), "plain stretch"),
        new Kind(
            CALLED,
            PLAIN,
            plainUrl,
            local.properties(),
            "plain kms " + kms.endpoint() + " " + key.arn()),
        new Kind("Coffer, nothing protected", PLAIN, cofferUrl, local.properties(), "plain"),
        new Kind("Coffer, local master key", STRETCHED, cofferUrl, local.properties(), "person"),
        new Kind(
            "Coffer, AWS KMS",
            CALLED,
            remote.database().cofferUrl(),
            remote.properties(),
            "person"));
  }

  private static Map<Kind, List<Start>> measured(List<Kind> kinds, int rounds, String classPath) {
    Map<Kind, List<Start>> starts = new LinkedHashMap<>();
    List<Kind> order = new ArrayList<>(kinds);
    for (int round = 0; round <= rounds; round++) {
      for (Kind kind : order) {
        Start start = start(kind, classPath);
        if (round > 0) { // the first one fills the file cache
          starts.computeIfAbsent(kind, key -> new ArrayList<>()).add(start);
        }
      }
      Collections.rotate(order, 1);
    }
    return starts;
  }

  private static Start start(Kind kind, String classPath) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                classPath,
                "-Daws.accessKeyId=" + System.getProperty("aws.accessKeyId"),
                "-Daws.secretAccessKey=" + System.getProperty("aws.secretAccessKey"),
                ColdStartProcess.class.getName(),
                kind.url()));
    command.addAll(List.of(kind.argument().split(" ")));
    try {
      long began = System.nanoTime();
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (OutputStream in = process.getOutputStream();
          BufferedReader out =
              new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        kind.properties().store(in, null);
        in.write((ColdStartProcess.END + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        String line = out.readLine();
        double millis = (System.nanoTime() - began) / 1e6;
        if (!"read".equals(line)) {
          throw new IllegalStateException(kind.label() + " answered " + line);
        }
        double cpu = process.toHandle().info().totalCpuDuration().orElseThrow().toNanos() / 1e6;
        return new Start(millis, cpu);
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String table(List<Kind> kinds, Map<Kind, List<Start>> starts) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%nFirst row of a process, median of %d, milliseconds (quartiles); more than plain"
                    + " pgjdbc, and than plain pgjdbc%nthat calls KMS or stretches a password as"
                    + " well%n%-46s %18s %18s %9s %11s%n",
                of(starts, kinds.get(0)).size(),
                "",
                "time",
                "CPU",
                "more CPU",
                "of its own"));
    Map<String, Double> medians = new HashMap<>();
    kinds.forEach(kind -> medians.put(kind.label(), cpu(of(starts, kind)).median()));
    for (Kind kind : kinds) {
      Spread time = Spread.of(of(starts, kind).stream().map(Start::millis).toList());
      Spread cpu = cpu(of(starts, kind));
      text.append(
          String.format(
              Locale.ROOT,
              "%-46s %4.0f (%4.0f - %4.0f) %4.0f (%4.0f - %4.0f) %9.0f %11.0f%n",
              kind.label(),
              time.median(),
              time.low(),
              time.high(),
              cpu.median(),
              cpu.low(),
              cpu.high(),
              cpu.median() - medians.getOrDefault(PLAIN, Double.NaN),
              cpu.median() - medians.getOrDefault(kind.base(), Double.NaN)));
    }
    return text.toString();
  }

  private static List<Start> of(Map<Kind, List<Start>> starts, Kind kind) {
    return starts.getOrDefault(kind, List.of());
  }

  private static Spread cpu(List<Start> starts) {
    return Spread.of(starts.stream().map(Start::cpuMillis).toList());
  }
}
