package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.bulk.ObjectName;
import io.github.cofferjdbc.admin.bulk.UnauthenticValue;
import io.github.cofferjdbc.admin.bulk.Verify;
import io.github.cofferjdbc.admin.bulk.VerifyResult;
import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.json.Json;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer verify}. */
@Command(
    name = "verify",
    description = {
      "Opens every protected value and reports those that do not authenticate; changes nothing.",
      "Exit status 1 if there are any."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class VerifyCommand implements Callable<Integer>, CofferCommand {

  @Mixin private CommonOptions options;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TABLE[.COLUMN]",
      description = "A table with its partitions, or a column; default: the whole database.")
  private @Nullable String name;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Connections that read at once; default: one for each processor.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public CommonOptions options() {
    return options;
  }

  @Override
  public Integer call() throws SQLException {
    Positive.check(spec, "--threads", threads);
    CofferUrl address = options.address();
    ObjectName object = name == null ? null : ObjectName.parse(name);
    VerifyResult result;
    try (ProgressBar bar = ProgressBar.of(spec.commandLine().getErr(), !options.json())) {
      result = Verify.run(() -> options.connect(address), address.settings(), object, threads, bar);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(Json.write(json(result)));
    } else {
      print(out, result);
    }
    return result.unauthentic() == 0 ? 0 : Coffer.FAILED;
  }

  private static Map<String, @Nullable Object> json(VerifyResult result) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("tables", new ArrayList<@Nullable Object>(result.tables()));
    json.put("rows", result.rows());
    json.put("values", result.values());
    json.put("unauthentic", result.unauthentic());
    List<@Nullable Object> listed = new ArrayList<>();
    for (UnauthenticValue value : result.listed()) {
      Map<String, @Nullable Object> each = new LinkedHashMap<>();
      each.put("table", value.table());
      each.put("column", value.column());
      Map<String, @Nullable Object> key = new LinkedHashMap<>();
      value.key().forEach(key::put);
      each.put("key", key);
      each.put("ctid", value.ctid());
      each.put("state", value.state());
      listed.add(each);
    }
    json.put("listed", listed);
    json.put("notReached", new ArrayList<@Nullable Object>(result.notReached()));
    json.put("milliseconds", result.time().toMillis());
    return json;
  }

  private static void print(PrintWriter out, VerifyResult result) {
    for (UnauthenticValue value : result.listed()) {
      out.println(
          "BAD  "
              + value.table()
              + "."
              + value.column()
              + "  "
              + (value.key().isEmpty()
                  ? "ctid " + value.ctid()
                  : value.key().entrySet().stream()
                      .map(each -> each.getKey() + " = " + each.getValue())
                      .collect(Collectors.joining(", ")))
              + "  ("
              + value.state()
              + ")");
    }
    if (result.listed().size() < result.unauthentic()) {
      out.println("… and " + (result.unauthentic() - result.listed().size()) + " more.");
    }
    result.notReached().forEach(each -> out.println("not read  " + each));
    double seconds = Math.max(0.001, result.time().toMillis() / 1000.0);
    out.printf(
        Locale.ROOT,
        "%,d rows of %d tables, %,d values, %s; %.1f s, %,.0f rows/s%n",
        result.rows(),
        result.tables().size(),
        result.values(),
        result.unauthentic() == 0
            ? "all authentic"
            : String.format(Locale.ROOT, "%,d NOT AUTHENTIC", result.unauthentic()),
        seconds,
        result.rows() / seconds);
    if (result.unauthentic() > 0) {
      out.println(
          "KE001: changed, or written for another database, type or scope; KE002: its key is missing;"
              + " KE004: no stored value. Bring these rows back from a backup.");
    }
  }
}
