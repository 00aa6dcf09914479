package io.github.cofferjdbc.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Shows Coffer's main job on a real PostgreSQL: keys are made, a table with encrypted columns is
 * created with plain SQL, loaded and read back through {@code jdbc:coffer:postgresql:}, searched
 * through an index, and shown as the server sees it.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Stores people, or a CSV file of yours, encrypted, and shows what the server sees.")
public final class Demo implements Callable<Integer> {
  private static final String SCHEMA = "coffer_demo";
  private static final int ROUNDS = 3;

  @Option(
      names = "--url",
      paramLabel = "jdbc:postgresql://…",
      description = "Your own server instead of an embedded one.")
  private @Nullable String url;

  @Option(names = "--user", description = "User for --url.")
  private @Nullable String user;

  @Option(names = "--password", description = "Password for --url; else PGPASSWORD.")
  private @Nullable String password;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Your own data: CSV with a header; all columns are stored as text.")
  private @Nullable Path csv;

  @Option(
      names = "--encrypt",
      paramLabel = "COLUMN",
      split = ",",
      description = "The columns of --csv to encrypt; the first of them is searched.")
  private List<String> encrypt = new ArrayList<>();

  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      description =
          "Where the keys are kept (default for --url: coffer-demo-keys; else a temporary folder).")
  private @Nullable Path keys;

  @Option(names = "--keep", description = "Leave the schema " + SCHEMA + " in the database.")
  private boolean keep;

  private final PrintStream out;

  Demo(PrintStream out) {
    this.out = out;
  }

  /** Runs the demo and ends the JVM with its exit status. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(out, arguments));
  }

  static int run(PrintStream out, String... arguments) {
    return new CommandLine(new Demo(out))
        .setExecutionExceptionHandler(
            (exception, command, parsed) -> {
              out.println("The demo ends here: " + exception.getMessage());
              return exception instanceof IllegalArgumentException ? 2 : 1;
            })
        .execute(arguments);
  }

  @Override
  public Integer call() throws Exception {
    if ((csv == null) != encrypt.isEmpty()) {
      throw new IllegalArgumentException("--csv and --encrypt go together.");
    }
    Dataset dataset = csv == null ? Dataset.people() : Dataset.ofFile(csv, encrypt);
    boolean ownKeys = keys == null && url == null;
    Path folder =
        keys != null
            ? keys
            : url != null ? Path.of("coffer-demo-keys") : Files.createTempDirectory("coffer-demo");
    try (Server server = server()) {
      return show(server, dataset, folder);
    } finally {
      if (ownKeys) {
        delete(folder);
      }
    }
  }

  private Server server() throws IOException {
    if (url == null) {
      out.println("Starting an embedded PostgreSQL …");
      return Server.start();
    }
    return Server.at(url, user, password != null ? password : System.getenv("PGPASSWORD"));
  }

  private int show(Server server, Dataset dataset, Path folder) throws Exception {
    Properties settings = DemoKeys.make(server, folder, out);
    Table secret = new Table(dataset, SCHEMA + ".secret");
    Table plain = new Table(dataset, SCHEMA + ".plain");
    try (Connection direct = server.plain();
        Connection coffer = server.coffer(settings)) {
      execute(direct, "DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
      execute(direct, "CREATE SCHEMA " + SCHEMA);
      try {
        step("The table, created with plain SQL");
        out.println(dataset.createTable(secret.name(), false) + ";");
        secret.create(direct, false);
        plain.create(direct, true);

        step("%,d rows through %s".formatted(dataset.rows().size(), "jdbc:coffer:postgresql:"));
        Speeds speeds = measure(coffer, direct, secret, plain);
        boolean same = sorted(secret.read(coffer).rows()).equals(sorted(dataset.rows()));
        out.println(
            same
                ? "Read back and compared: all rows and fields are as they were loaded."
                : "Read back and compared: DIFFERENT from what was loaded.");
        boolean found = search(coffer, direct, dataset, secret);
        serverSees(direct, dataset, secret);
        boolean refused = plaintextIsRefused(direct, dataset, secret);
        step("Rows per second, the best of %d rounds that took turns".formatted(ROUNDS));
        speeds.print(out);
        return same && found && refused ? 0 : 1;
      } finally {
        if (!keep) {
          execute(direct, "DROP SCHEMA " + SCHEMA + " CASCADE");
        }
      }
    }
  }

  private static Speeds measure(Connection coffer, Connection direct, Table secret, Table plain)
      throws SQLException {
    Speeds speeds = new Speeds();
    for (int round = 0; round < ROUNDS; round++) {
      plain.truncate(direct);
      secret.truncate(direct);
      speeds.load(secret.load(coffer), plain.load(direct));
      speeds.read(secret.read(coffer).rowsPerSecond(), plain.read(direct).rowsPerSecond());
    }
    return speeds;
  }

  /** A table has no order, so rows are compared as a multiset. */
  private static List<List<String>> sorted(List<List<String>> rows) {
    return rows.stream().sorted(Comparator.comparing(Object::toString)).toList();
  }

  private boolean search(Connection coffer, Connection direct, Dataset dataset, Table secret)
      throws SQLException {
    String column = Dataset.quoted(dataset.columns().get(dataset.searched()).name());
    step("Found again by equality on " + column);
    execute(direct, "CREATE INDEX ON " + secret.name() + " (" + column + ")");
    execute(direct, "ANALYZE " + secret.name());
    List<String> wanted = dataset.rows().get(dataset.rows().size() / 2);
    String sql = "SELECT * FROM " + secret.name() + " WHERE " + column + " = ?";
    out.println(sql);
    boolean indexed = false;
    try (PreparedStatement explain = coffer.prepareStatement("EXPLAIN (COSTS OFF) " + sql)) {
      explain.setString(1, wanted.get(dataset.searched()));
      try (ResultSet plan = explain.executeQuery()) {
        while (plan.next()) {
          String line = plan.getString(1);
          indexed |= line.contains("Index Scan");
          out.println("  " + shortened(line, 100));
        }
      }
    }
    boolean found = false;
    try (PreparedStatement select = coffer.prepareStatement(sql)) {
      select.setString(1, wanted.get(dataset.searched()));
      try (ResultSet results = select.executeQuery()) {
        while (results.next()) {
          List<String> row = row(results);
          found |= row.equals(wanted);
          out.println("  " + row);
        }
      }
    }
    out.println(
        found
            ? indexed
                ? "Found, through the index."
                : "Found; the planner did without the index, as it does for a small table."
            : "NOT found.");
    return found;
  }

  private static List<String> row(ResultSet results) throws SQLException {
    List<String> row = new ArrayList<>();
    for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
      String field = results.getString(i);
      row.add(field == null ? "" : field);
    }
    return row;
  }

  private void serverSees(Connection direct, Dataset dataset, Table secret) throws SQLException {
    step("The same rows as the server sees them");
    try (Statement statement = direct.createStatement();
        ResultSet results = statement.executeQuery("SELECT * FROM " + secret.name() + " LIMIT 2")) {
      while (results.next()) {
        for (int i = 1; i <= dataset.columns().size(); i++) {
          out.printf(
              "  %-12s %s%n",
              dataset.columns().get(i - 1).name(),
              shortened(String.valueOf(results.getString(i)), 100));
        }
        out.println();
      }
    }
  }

  private boolean plaintextIsRefused(Connection direct, Dataset dataset, Table secret)
      throws SQLException {
    step("A plaintext INSERT past Coffer");
    Dataset.Column column =
        dataset.columns().stream().filter(Dataset.Column::encrypted).findFirst().orElseThrow();
    String sql =
        "INSERT INTO %s (%s) VALUES ('plaintext')"
            .formatted(secret.name(), Dataset.quoted(column.name()));
    out.println(sql);
    try {
      execute(direct, sql);
    } catch (SQLException e) {
      boolean byCheck = "23514".equals(e.getSQLState());
      out.println("  " + e.getSQLState() + " " + e.getMessage());
      return byCheck;
    }
    out.println("  was ACCEPTED");
    return false;
  }

  private void step(String title) {
    out.println();
    out.println("== " + title);
  }

  private static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "…";
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
