package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** What figures mean nothing without. Lines of text. */
final class Machine {

  private Machine() {}

  /** Returns what is known of processors, Java and server. */
  static String facts(ProtectedDatabase database) throws SQLException {
    return facts()
        + String.format(
            Locale.ROOT,
            "PostgreSQL %s on the same machine, fsync %s, synchronous_commit %s,"
                + " shared_buffers %s; pgjdbc %s%n",
            shown(database, "server_version"),
            shown(database, "fsync"),
            shown(database, "synchronous_commit"),
            shown(database, "shared_buffers"),
            org.postgresql.util.DriverInfo.DRIVER_VERSION);
  }

  /** Returns what is known of processors and Java. */
  static String facts() {
    return String.format(
            Locale.ROOT,
            "%s, %d processors, %s %s; Java %s, heap %d MiB%n",
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version(),
            Runtime.getRuntime().maxMemory() >> 20)
        + load();
  }

  static String amount(Options options) {
    return String.format(
        Locale.ROOT,
        "%,d rows, %d rounds of %,d ms a subject, median of the rounds%n",
        options.rows(),
        options.rounds(),
        options.millis());
  }

  /** Returns how many programs wanted to run in the last minute; ours are two of them. */
  static String load() {
    return String.format(
        Locale.ROOT,
        "load %.1f in the last minute%n",
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String shown(ProtectedDatabase database, String setting) throws SQLException {
    try (Connection connection = database.plain();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW " + setting)) {
      rows.next();
      return rows.getString(1);
    }
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
