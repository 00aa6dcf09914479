package io.github.cofferjdbc.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What figures mean nothing without. */
final class Machine {

  private Machine() {}

  static void print(PrintStream out, Options options) {
    out.printf(
        Locale.ROOT,
        "%s, %d processors, load %.1f; Java %s, heap %d MiB; pgjdbc %s%n",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.version(),
        Runtime.getRuntime().maxMemory() >> 20,
        org.postgresql.util.DriverInfo.DRIVER_VERSION);
    out.printf(
        Locale.ROOT,
        "%,d rows, %d rounds of %,d ms a subject, median of the rounds%n",
        options.rows(),
        options.rounds(),
        options.millis());
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
