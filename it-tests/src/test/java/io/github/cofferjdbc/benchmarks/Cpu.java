package io.github.cofferjdbc.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The CPU time, user and system, that this JVM and the backends of one database have used, from
 * {@code /proc}: garbage collector and JIT included, the server's background processes not. Where
 * there is no {@code /proc}, or the server runs elsewhere, it stays 0. Thread safe.
 */
final class Cpu {

  /** Linux counts in hundredths of a second, whatever the kernel's own tick is. */
  private static final double TICKS_PER_SECOND = 100;

  /**
   * Seconds of CPU.
   *
   * @param jvm of this process
   * @param server of the database's backends, also of those that have ended
   */
  record Used(double jvm, double server) {}

  private static final Path PROC = Path.of("/proc");

  private final String database;
  private final long postmaster;

  private Cpu(String database, long postmaster) {
    this.database = database;
    this.postmaster = postmaster;
  }

  static Cpu of(Connection connection, String database) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      String[] backend = stat(PROC.resolve(rows.getString(1)));
      return new Cpu(database, backend.length == 0 ? -1 : Long.parseLong(backend[1]));
    }
  }

  /** Returns what was used up to now. */
  Used used() {
    return new Used(used(stat(PROC.resolve("self")), false), server());
  }

  private double server() {
    if (postmaster < 0) {
      return 0;
    }
    double seconds = used(stat(PROC.resolve(Long.toString(postmaster))), true);
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        String[] stat = stat(process);
        if (stat.length > 0
            && Long.parseLong(stat[1]) == postmaster
            && isOfDatabase(command(process))) {
          seconds += used(stat, false);
        }
      }
    } catch (IOException e) {
      return seconds;
    }
    return seconds;
  }

  /** A process that is ending has no command any more; its parent has not waited for it yet. */
  private boolean isOfDatabase(String command) {
    return command.isEmpty() || command.contains(" " + database + " ");
  }

  private static double used(String[] stat, boolean withEnded) {
    if (stat.length == 0) {
      return 0;
    }
    long ticks = Long.parseLong(stat[11]) + Long.parseLong(stat[12]);
    if (withEnded) {
      ticks += Long.parseLong(stat[13]) + Long.parseLong(stat[14]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Returns the fields of {@code stat} behind the command's name: state, parent and so on. */
  private static String[] stat(Path process) {
    try {
      String text = Files.readString(process.resolve("stat"));
      return text.substring(text.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      return new String[0]; // it has ended
    }
  }

  private static String command(Path process) {
    try {
      return Files.readString(process.resolve("cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }
}
