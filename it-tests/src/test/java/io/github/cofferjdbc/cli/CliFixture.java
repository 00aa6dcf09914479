package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A database, an empty place for a key store, and a local master key that is not made yet. */
final class CliFixture implements AutoCloseable {

  static final String PASSWORD = "correct horse";

  final TestDatabase database = newDatabase();
  final Path folder = newFolder();

  private static TestDatabase newDatabase() {
    try {
      return TestPostgres.shared().newDatabase();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("coffer-cli");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path store() {
    return folder.resolve("store");
  }

  /** Writes a file for --settings. */
  Path settings(String... lines) {
    try {
      return Files.write(Files.createTempFile(folder, "settings", ".properties"), List.of(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command with the right options for everything, and more. */
  CliRun run(String command, String... more) {
    return run(database, PASSWORD, command, more);
  }

  /** Runs a command with this password of the local master key. */
  CliRun runWithPassword(String password, String command, String... more) {
    return run(database, password, command, more);
  }

  /** Runs init with the local master key. */
  CliRun init(String... more) {
    return init(database, more);
  }

  /** Runs init for another database. */
  CliRun init(TestDatabase other, String... more) {
    List<String> all = new ArrayList<>(List.of("--master-key", masterKey()));
    all.addAll(List.of(more));
    return run(other, PASSWORD, "init", all.toArray(String[]::new));
  }

  private CliRun run(TestDatabase of, String password, String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(databaseOptions(of));
    arguments.addAll(
        List.of(
            "--key-store",
            "file:" + store(),
            "--settings",
            settings("coffer.localPassword=" + password).toString()));
    arguments.addAll(List.of(more));
    return CliRun.of(arguments);
  }

  static List<String> databaseOptions(TestDatabase of) {
    return List.of("--url", of.cofferUrl(), "--user", of.user(), "--password", of.password());
  }

  /** Opens a connection through Coffer with the key store and password, and further settings. */
  Connection coffer(Map<String, String> more) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("coffer.keyStore", "file:" + store());
    properties.setProperty("coffer.localPassword", PASSWORD);
    properties.putAll(more);
    return DriverManager.getConnection(database.cofferUrl(), properties);
  }

  String masterKey() {
    return "local:" + folder.resolve("master.json");
  }

  /** Returns every file of the key store with its content, and what the database's schema has. */
  String state() throws SQLException, IOException {
    TreeMap<String, String> files = new TreeMap<>();
    if (Files.exists(store())) {
      try (Stream<Path> all = Files.list(store())) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          files.put(
              file.getFileName().toString(),
              new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    files.remove(".lock");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT count(*), max(t.xmin::text::int8) FROM pg_type t JOIN pg_namespace n ON n.oid ="
                    + " t.typnamespace WHERE n.nspname = 'encrypted'")) {
      result.next();
      files.put("types", result.getString(1) + " " + result.getString(2));
    }
    return files.toString();
  }

  @Override
  public void close() throws SQLException {
    database.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
