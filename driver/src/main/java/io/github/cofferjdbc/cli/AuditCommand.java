package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.Audit;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code coffer audit}. */
@Command(
    name = "audit",
    description = {
      "Searches the audit log (coffer.auditLog): prints matching records, JSON on one line each.",
      "With --verify-chain checks that no line was changed, taken out or put in: exit status 1 if",
      "one was."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditCommand implements Callable<Integer>, CofferCommand {

  @Mixin private CommonOptions options;
  @Spec private CommandSpec spec;

  @Option(names = "--log", paramLabel = "FILE", description = "The log; default: coffer.auditLog.")
  private @Nullable Path log;

  @Option(
      names = "--event",
      paramLabel = "NAME",
      description = "Only records of this eventName, such as Decrypt or RotateDatabaseKey.")
  private @Nullable String event;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only records since: 2026-11-24, 2026-11-24T13:00:00Z, or P7D for a week ago.")
  private @Nullable String since;

  @Option(names = "--verify-chain", description = "Checks the whole log instead of searching it.")
  private boolean verifyChain;

  @Override
  public CommonOptions options() {
    return options;
  }

  @Override
  public Integer call() throws SQLException {
    if (verifyChain && (event != null || since != null)) {
      throw new ParameterException(
          spec.commandLine(), "--verify-chain checks every line; leave --event and --since out");
    }
    Settings settings = options.settings();
    Path file = log == null ? Audit.log(settings) : log;
    PrintWriter out = spec.commandLine().getOut();
    if (!verifyChain) {
      Audit.search(file, settings, event, start(Instant.now()), out::println);
      return 0;
    }
    Audit.Check check = Audit.verifyChain(file);
    print(out, file, check);
    return check.problems().isEmpty() ? 0 : Coffer.FAILED;
  }

  private @Nullable Instant start(Instant now) {
    if (since == null) {
      return null;
    }
    try {
      if (since.startsWith("P")) {
        return now.minus(Duration.parse(since));
      }
      return since.indexOf('T') < 0
          ? LocalDate.parse(since).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(since);
    } catch (DateTimeException | ArithmeticException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--since takes a day (2026-11-24, UTC), a time (2026-11-24T13:00:00Z) or how long ago"
              + " (P7D, PT1H)",
          e);
    }
  }

  private void print(PrintWriter out, Path file, Audit.Check check) {
    if (options.json()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("log", file.toString());
      json.put("lines", check.lines());
      json.put("whole", check.problems().isEmpty());
      List<@Nullable Object> problems = new ArrayList<>();
      for (Audit.Problem problem : check.problems()) {
        Map<String, @Nullable Object> each = new LinkedHashMap<>();
        each.put("line", problem.line());
        each.put("problem", problem.what());
        problems.add(each);
      }
      json.put("problems", problems);
      out.println(Json.write(json));
      return;
    }
    check.problems().forEach(each -> out.println("Line " + each.line() + " " + each.what() + "."));
    out.println(
        check.problems().isEmpty()
            ? "The chain of " + check.lines() + " lines is whole."
            : "The chain is broken: "
                + check.problems().size()
                + " of "
                + check.lines()
                + " lines.");
  }
}
