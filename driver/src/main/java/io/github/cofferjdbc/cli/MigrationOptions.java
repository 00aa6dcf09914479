package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.bulk.ColumnMigration;
import io.github.cofferjdbc.admin.bulk.MigrationPlan;
import io.github.cofferjdbc.admin.bulk.MigrationRequest;
import io.github.cofferjdbc.admin.bulk.MigrationResult;
import io.github.cofferjdbc.admin.bulk.ObjectName;
import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.json.Json;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What {@code encrypt} and {@code decrypt} have in common. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class MigrationOptions {

  @Parameters(index = "0", paramLabel = "TABLE.COLUMN", description = "The column.")
  private String column;

  @Option(names = "--dry-run", description = "Says what would be done; changes nothing.")
  private boolean dryRun;

  @Option(names = "--abort", description = "Undoes a run that was cut off.")
  private boolean abort;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads, with two connections each; default: one for each processor.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--fire-triggers",
      description = "Lets UPDATE triggers fire for each row, where the role may not go round them.")
  private boolean fireTriggers;

  @Option(names = "--analyze", description = "Makes the new column's statistics at the end.")
  private boolean analyze;

  @Option(
      names = "--vacuum-full",
      description = "Rewrites pg_statistic at the end, where old statistics lie.")
  private boolean vacuumFull;

  @Option(
      names = "--swap",
      paramLabel = "HOW",
      description = {
        "rewrite (default): the table is written anew at the end, under its lock; the column keeps",
        "its place. rename, of decrypt: a short lock, and the column becomes the table's last."
      })
  private String swap = "rewrite";

  private MigrationRequest.SwapMode swap(CommandSpec spec) {
    return switch (swap) {
      case "rewrite" -> MigrationRequest.SwapMode.REWRITE;
      case "rename" -> MigrationRequest.SwapMode.RENAME;
      default ->
          throw new ParameterException(
              spec.commandLine(), "--swap takes rewrite or rename, and not " + swap);
    };
  }

  int run(CommandSpec spec, CommonOptions options, @Nullable String type) throws SQLException {
    Positive.check(spec, "--threads", threads);
    CofferUrl address = options.address();
    MigrationRequest request =
        new MigrationRequest(
            ObjectName.parse(column),
            Optional.ofNullable(type),
            threads,
            fireTriggers,
            analyze,
            vacuumFull,
            swap(spec));
    PrintWriter out = spec.commandLine().getOut();
    if (abort) {
      boolean undone =
          ColumnMigration.abort(() -> options.connect(address), address.settings(), request);
      out.println(
          options.json()
              ? Json.write(Map.of("undone", undone))
              : undone ? "Undone: the column is as it was." : "There was nothing to undo.");
      return 0;
    }
    if (dryRun) {
      MigrationPlan plan =
          ColumnMigration.plan(() -> options.connect(address), address.settings(), request);
      if (options.json()) {
        out.println(Json.write(json(plan)));
      } else {
        print(out, plan);
      }
      return plan.obstacles().isEmpty() ? 0 : Coffer.FAILED;
    }
    MigrationResult result;
    try (ProgressBar bar = ProgressBar.of(spec.commandLine().getErr(), !options.json())) {
      result =
          ColumnMigration.run(() -> options.connect(address), address.settings(), request, bar);
    }
    if (options.json()) {
      out.println(Json.write(json(result)));
    } else {
      print(out, result);
    }
    return 0;
  }

  private static Map<String, @Nullable Object> json(MigrationPlan plan) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("column", plan.column());
    json.put("from", plan.from());
    json.put("to", plan.to());
    json.put("begun", plan.begun());
    json.put("done", plan.done());
    json.put("rows", plan.rows());
    json.put("tableBytes", plan.tableBytes());
    json.put("extraBytes", plan.extraBytes());
    json.put("backfillSeconds", plan.backfill().toSeconds());
    json.put("lockedSeconds", plan.locked().toSeconds());
    json.put("obstacles", new ArrayList<@Nullable Object>(plan.obstacles()));
    json.put("notes", new ArrayList<@Nullable Object>(plan.notes()));
    return json;
  }

  private static void print(PrintWriter out, MigrationPlan plan) {
    out.println(plan.column() + "  " + plan.from() + " → " + plan.to());
    if (plan.done()) {
      out.println("Nothing is to be done.");
      return;
    }
    out.printf(
        Locale.ROOT,
        "%,d rows, %,d MB with indexes; up to %,d MB more until the end%n",
        plan.rows(),
        plan.tableBytes() >> 20,
        plan.extraBytes() >> 20);
    out.println(
        "About "
            + plan.backfill().toSeconds()
            + " s while everybody works, then about "
            + plan.locked().toSeconds()
            + " s in which nobody can use the table"
            + (plan.begun() ? "; an earlier run has begun." : "."));
    plan.obstacles().forEach(each -> out.println("IN THE WAY  " + each));
    plan.notes().forEach(each -> out.println("note  " + each));
  }

  private static Map<String, @Nullable Object> json(MigrationResult result) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("column", result.column());
    json.put("type", result.type());
    json.put("changed", result.changed());
    json.put("rows", result.rows());
    json.put("backfillMilliseconds", result.backfill().toMillis());
    json.put("lockedMilliseconds", result.locked().toMillis());
    json.put("leftovers", new ArrayList<@Nullable Object>(result.leftovers()));
    json.put("notes", new ArrayList<@Nullable Object>(result.notes()));
    return json;
  }

  private static void print(PrintWriter out, MigrationResult result) {
    if (!result.changed()) {
      out.println(result.column() + " is " + result.type() + " already.");
      return;
    }
    out.printf(
        Locale.ROOT,
        "%s is %s now: %,d values in %.1f s; the table was locked for %.1f s%n",
        result.column(),
        result.type(),
        result.rows(),
        result.backfill().toMillis() / 1000.0,
        result.locked().toMillis() / 1000.0);
    result.notes().forEach(each -> out.println("note  " + each));
    if (!result.leftovers().isEmpty()) {
      out.println("Plaintext may still lie in:");
      result.leftovers().forEach(each -> out.println("  - " + each));
    }
  }
}
