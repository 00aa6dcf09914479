package io.github.cofferjdbc.jdbc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Properties;

/**
 * A process with a small heap that reads all patients with a fetch size, by a Statement and by a
 * PreparedStatement, compares every value with what it must be, and prints how many rows came.
 *
 * @param exitStatus its exit status; {@link #OUT_OF_MEMORY} if the heap was too small
 * @param output what it printed
 */
record StreamingProcess(int exitStatus, String output) {

  /** What the virtual machine exits with. */
  static final int OUT_OF_MEMORY = 3;

  /** After as many rows the values come again. */
  static final int PERIOD = 1000;

  private static final String QUERY = "SELECT id, name, born FROM patient";

  static String name(int id) {
    return "patient " + id % PERIOD;
  }

  static LocalDate born(int id) {
    return LocalDate.of(1950, 1, 1).plusDays(id % PERIOD);
  }

  /** Runs one to its end; a fetch size of 0 fetches all rows at once. */
  static StreamingProcess run(ProtectedDatabase database, int heapMegabytes, int fetchSize)
      throws IOException, InterruptedException {
    return run(StreamingProcess.class, database, heapMegabytes, Integer.toString(fetchSize));
  }

  /** Runs a program to its end; its arguments are the URL and the argument. */
  static StreamingProcess run(
      Class<?> program, ProtectedDatabase database, int heapMegabytes, String argument)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName(),
                database.database().cofferUrl(),
                argument)
            .redirectErrorStream(true)
            .start();
    try {
      try (OutputStream in = process.getOutputStream()) {
        database.properties().store(in, null);
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new StreamingProcess(process.waitFor(), output.strip());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Arguments: the URL and the fetch size; the driver's properties come on standard input. */
  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    properties.load(System.in);
    int fetchSize = Integer.parseInt(args[1]);
    try (Connection connection = DriverManager.getConnection(args[0], properties)) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement();
          PreparedStatement prepared = connection.prepareStatement(QUERY)) {
        statement.setFetchSize(fetchSize);
        prepared.setFetchSize(fetchSize);
        int first = read(statement.executeQuery(QUERY));
        int second = read(prepared.executeQuery());
        System.out.println(first + " and " + second);
      }
    }
  }

  private static int read(ResultSet rows) throws SQLException {
    int count = 0;
    try (rows) {
      while (rows.next()) {
        int id = rows.getInt(1);
        if (!name(id).equals(rows.getString(2))
            || !born(id).equals(rows.getObject(3, LocalDate.class))) {
          throw new IllegalStateException("another value than was stored in row " + id);
        }
        count++;
      }
    }
    return count;
  }
}
