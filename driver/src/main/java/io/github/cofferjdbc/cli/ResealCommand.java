package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.bulk.ObjectName;
import io.github.cofferjdbc.admin.bulk.Reseal;
import io.github.cofferjdbc.admin.bulk.ResealRequest;
import io.github.cofferjdbc.admin.bulk.ResealResult;
import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.json.Json;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer reseal}. */
@Command(
    name = "reseal",
    description = {
      "Moves values under retired database keys to the current one while applications go on",
      "reading and writing them. Can be stopped and run again: it does what is left to do.",
      "Exit status 1 if something is left."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ResealCommand implements Callable<Integer>, CofferCommand {

  @Mixin private CommonOptions options;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TABLE[.COLUMN]",
      description = "A table with its partitions, or a column; default: the whole database.")
  private @Nullable String name;

  @Option(
      names = "--rate",
      paramLabel = "ROWS/S",
      description = "Rows written a second, at most; default: as many as can be.")
  private @Nullable Long rate;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads, with two connections each; default: one for each processor.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--fire-triggers",
      description = "Lets UPDATE triggers fire for each row, where the role may not go round them.")
  private boolean fireTriggers;

  @Override
  public CommonOptions options() {
    return options;
  }

  @Override
  public Integer call() throws SQLException {
    Positive.check(spec, "--threads", threads);
    if (rate != null) {
      Positive.check(spec, "--rate", rate);
    }
    CofferUrl address = options.address();
    ResealRequest request =
        new ResealRequest(
            name == null ? Optional.empty() : Optional.of(ObjectName.parse(name)),
            threads,
            rate == null ? 0 : rate,
            fireTriggers);
    ResealResult result;
    try (ProgressBar bar = ProgressBar.of(spec.commandLine().getErr(), !options.json())) {
      result = Reseal.run(() -> options.connect(address), address.settings(), request, bar);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(Json.write(json(result)));
    } else {
      print(out, result);
    }
    return result.complete() ? 0 : Coffer.FAILED;
  }

  private static Map<String, @Nullable Object> json(ResealResult result) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("keyId", result.keyId());
    json.put("tables", new ArrayList<@Nullable Object>(result.tables()));
    json.put("rows", result.rows());
    json.put("left", result.left());
    json.put("unreadable", result.unreadable());
    json.put("notReached", new ArrayList<@Nullable Object>(result.notReached()));
    json.put("milliseconds", result.time().toMillis());
    return json;
  }

  private static void print(PrintWriter out, ResealResult result) {
    result.notReached().forEach(each -> out.println("not resealed  " + each));
    double seconds = Math.max(0.001, result.time().toMillis() / 1000.0);
    out.printf(
        Locale.ROOT,
        "%,d rows of %d tables are under key %s now; %.1f s, %,.0f rows/s%n",
        result.rows(),
        result.tables().size(),
        result.keyId(),
        seconds,
        result.rows() / seconds);
    if (result.left() > 0) {
      out.printf(
          Locale.ROOT,
          "%,d rows were held or changed by others each time: run the command again.%n",
          result.left());
    }
    if (result.unreadable() > 0) {
      out.printf(
          Locale.ROOT,
          "%,d rows have values that do not open, and were left as they are: coffer verify names"
              + " them.%n",
          result.unreadable());
    }
  }
}
