package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.admin.DatabaseIds;
import io.github.cofferjdbc.admin.Rotate;
import io.github.cofferjdbc.admin.bulk.ColumnMigration;
import io.github.cofferjdbc.admin.bulk.MigrationRequest;
import io.github.cofferjdbc.admin.bulk.MigrationResult;
import io.github.cofferjdbc.admin.bulk.ObjectName;
import io.github.cofferjdbc.admin.bulk.Progress;
import io.github.cofferjdbc.admin.bulk.Reseal;
import io.github.cofferjdbc.admin.bulk.ResealRequest;
import io.github.cofferjdbc.admin.bulk.ResealResult;
import io.github.cofferjdbc.admin.bulk.Verify;
import io.github.cofferjdbc.admin.bulk.VerifyResult;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the long commands on a table of three protected columns against the plain statements
 * that do as much without cryptography, in turn, and the four rotations on that table. Prints one
 * table, and leaves it in the folder of the results.
 */
public final class LongCommands {

  private static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final int WARM_ROWS = 50_000;

  /** A line of the table that is printed: what was measured, and its plain twin. */
  private record Pair(String command, String twin) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair("verify", "scan"),
          new Pair("reseal", "update 3"),
          new Pair("encrypt", "update 1"),
          new Pair("encrypt+swap", "update 1"),
          new Pair("decrypt", "update 1"));

  private final ProtectedDatabase database;
  private final Options options;
  private final Map<String, List<Results.Result>> turns = new LinkedHashMap<>();
  private final Cpu cpu;

  private LongCommands(ProtectedDatabase database, Options options, Connection observer)
      throws SQLException {
    this.database = database;
    this.options = options;
    this.cpu = Cpu.of(observer, database.database().name());
  }

  /** Takes no arguments. */
  public static void main(String[] arguments) throws SQLException, IOException {
    Options options = Options.ofProperties();
    String columns = " (id bigint PRIMARY KEY, ssn %1$s, born %2$s, note %3$s);";
    String plain = columns.formatted("text", "date", "text");
    String sealed =
        columns.formatted(
            "encrypted.text_random", "encrypted.date_random", "encrypted.text_random");
    try (ProtectedDatabase database =
            ProtectedDatabase.with(
                "CREATE TABLE plain"
                    + plain
                    + "CREATE TABLE patient"
                    + sealed
                    + "CREATE TABLE warm_plain"
                    + plain
                    + "CREATE TABLE warm_patient"
                    + sealed);
        Connection observer = database.plain()) {
      database
          .database()
          .execute("ALTER DATABASE " + database.database().name() + " SET log_statement = 'none'");
      LongCommands commands = new LongCommands(database, options, observer);
      String text = Machine.facts(database) + commands.measured();
      System.out.print(text);
      Files.createDirectories(options.folder());
      Files.writeString(
          options.folder().resolve("long-commands-java-" + Runtime.version().feature() + ".txt"),
          text);
    }
  }

  private String measured() throws SQLException {
    int warm = Math.min(WARM_ROWS, options.rows());
    PlainTwin warmTwin = new PlainTwin(database, "warm_plain", warm, THREADS);
    PlainTwin twin = new PlainTwin(database, "plain", options.rows(), THREADS);
    fill(warmTwin, "warm_patient");
    round(warmTwin, "warm_patient");
    round(warmTwin, "warm_patient");
    turns.clear();
    fill(twin, "patient");
    for (int round = 0; round < options.rounds(); round++) {
      round(twin, "patient");
      System.err.print(table());
    }
    String rotations =
        options.wantsWork("rotate")
            ? "\n" + new RotationTimes(database, "patient").measure(nextMasterKey())
            : "";
    return String.format(
            Locale.ROOT,
            "%,d rows, 3 protected columns, %d threads, median of %d rounds%n",
            options.rows(),
            THREADS,
            options.rounds())
        + table()
        + rotations;
  }

  private String nextMasterKey() throws SQLException {
    return database.settings().text(Setting.MASTER_KEY).orElseThrow() + ".next";
  }

  private void round(PlainTwin twin, String patient) throws SQLException {
    ObjectName name = ObjectName.parse(patient);
    if (options.wantsWork("verify")) {
      settle(twin, patient);
      turn("scan", twin.rows(), twin::scan);
      turn("verify", twin.rows(), () -> verify(name, twin.rows()));
    }
    if (options.wantsWork("reseal")) {
      settle(twin, patient);
      turn("update 3", twin.rows(), twin::updateThree);
      rotate();
      settle(twin, patient);
      turn("reseal", twin.rows(), () -> reseal(name, twin.rows()));
    }
    if (options.wantsWork("encrypt")) {
      settle(twin, patient);
      turn("update 1", twin.rows(), twin::updateOne);
      settle(twin, patient);
      ObjectName note = ObjectName.parse(twin.table() + ".note");
      migrate(
          "encrypt", twin.rows(), MigrationRequest.encrypt(note, "encrypted.text_random", THREADS));
      settle(twin, patient);
      migrate("decrypt", twin.rows(), MigrationRequest.decrypt(note, THREADS));
    }
  }

  /** What is measured. */
  private interface Work {
    void run() throws SQLException;
  }

  private void turn(String label, int rows, Work work) throws SQLException {
    Cpu.Used before = cpu.used();
    long began = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - began) / 1e9;
    add(label, rows, seconds, before, cpu.used());
  }

  private void add(String label, int rows, double seconds, Cpu.Used before, Cpu.Used after) {
    turns
        .computeIfAbsent(label, key -> new ArrayList<>())
        .add(
            new Results.Result(
                rows / seconds,
                (after.jvm() - before.jvm()) * 1e6 / rows,
                (after.server() - before.server()) * 1e6 / rows));
  }

  private void verify(ObjectName name, int rows) throws SQLException {
    VerifyResult result =
        Verify.run(database::plain, database.settings(), name, THREADS, Progress.NONE);
    require(result.rows() == rows && result.values() == 3L * rows && result.unauthentic() == 0);
  }

  private void reseal(ObjectName name, int rows) throws SQLException {
    ResealResult result =
        Reseal.run(
            database::plain,
            database.settings(),
            ResealRequest.of(Optional.of(name), THREADS),
            Progress.NONE);
    require(result.rows() == rows && result.left() == 0);
  }

  /**
   * The filling, in which the pauses of the announcement are, and with the rewrite of the table.
   */
  private void migrate(String label, int rows, MigrationRequest request) throws SQLException {
    Settings settings = database.settings().with(Setting.CATALOG_TTL, "PT0.1S");
    Cpu.Used before = cpu.used();
    MigrationResult result = ColumnMigration.run(database::plain, settings, request, Progress.NONE);
    Cpu.Used after = cpu.used();
    require(result.rows() == rows);
    double filling = result.backfill().toNanos() / 1e9;
    add(label, rows, filling, before, after);
    add(label + "+swap", rows, filling + result.locked().toNanos() / 1e9, before, after);
  }

  private static void require(boolean all) {
    if (!all) {
      throw new IllegalStateException("not all rows were done");
    }
  }

  private void rotate() throws SQLException {
    try (KeyStore store = database.keyStore();
        Connection plain = database.plain()) {
      Rotate.database(store, database.settings(), DatabaseIds.of(plain));
    }
    KeyAccess.shared().clear();
  }

  /** Leaves each turn the same: no dead rows, nothing to write back. */
  private void settle(PlainTwin twin, String patient) throws SQLException {
    try (Connection plain = database.plain();
        Statement statement = plain.createStatement()) {
      statement.execute("VACUUM ANALYZE " + twin.table());
      statement.execute("VACUUM ANALYZE " + patient);
      statement.execute("CHECKPOINT");
    }
  }

  private void fill(PlainTwin twin, String patient) throws SQLException {
    twin.fill();
    try (Connection from = database.plain();
        Connection to = database.coffer(Map.of("reWriteBatchedInserts", "true"))) {
      from.setAutoCommit(false);
      to.setAutoCommit(false);
      try (Statement select = from.createStatement();
          PreparedStatement insert =
              to.prepareStatement("INSERT INTO " + patient + " VALUES (?, ?, ?, ?)")) {
        select.setFetchSize(5_000);
        try (ResultSet rows = select.executeQuery("SELECT * FROM " + twin.table())) {
          for (int i = 1; rows.next(); i++) {
            insert.setLong(1, rows.getLong(1));
            insert.setString(2, rows.getString(2));
            insert.setDate(3, rows.getDate(3));
            insert.setString(4, rows.getString(4));
            insert.addBatch();
            if (i % 5_000 == 0) {
              insert.executeBatch();
            }
          }
        }
        insert.executeBatch();
      }
      to.commit();
    }
  }

  private String table() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-14s %10s   %-10s %10s %8s %11s   %s%n",
                "command",
                "rows/s",
                "plain twin",
                "rows/s",
                "share",
                "quartiles",
                "microseconds of JVM + server a row: command; twin"));
    for (Pair pair : PAIRS) {
      if (turns.containsKey(pair.command()) && turns.containsKey(pair.twin())) {
        text.append(line(pair));
      }
    }
    return text.toString();
  }

  private String line(Pair pair) {
    List<Results.Result> command = turns.getOrDefault(pair.command(), List.of());
    List<Results.Result> twin = turns.getOrDefault(pair.twin(), List.of());
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < command.size(); i++) {
      shares.add(command.get(i).perSecond() / twin.get(i).perSecond());
    }
    Spread share = Spread.of(shares);
    return String.format(
        Locale.ROOT,
        "%-14s %,10.0f   %-10s %,10.0f %8.2f %11s   %.2f + %.2f; %.2f + %.2f%n",
        pair.command(),
        median(command, Results.Result::perSecond),
        pair.twin(),
        median(twin, Results.Result::perSecond),
        share.median(),
        share.quartiles(),
        median(command, Results.Result::jvmMicros),
        median(command, Results.Result::serverMicros),
        median(twin, Results.Result::jvmMicros),
        median(twin, Results.Result::serverMicros));
  }

  private static double median(List<Results.Result> results, Results.Figure figure) {
    return Spread.of(results.stream().map(figure::of).toList()).median();
  }
}
