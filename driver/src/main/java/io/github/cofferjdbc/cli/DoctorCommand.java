package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.admin.Doctor;
import io.github.cofferjdbc.admin.Finding;
import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.json.Json;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code coffer doctor}. */
@Command(
    name = "doctor",
    description = {
      "Tries each link between an application and its plaintext, and says how to mend what is wrong.",
      "Exit status 1 if something does not work. Without --url it examines the keys only."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DoctorCommand implements Callable<Integer>, CofferCommand {

  @Mixin private CommonOptions options;
  @Spec private CommandSpec spec;

  @Override
  public CommonOptions options() {
    return options;
  }

  @Override
  public Integer call() throws SQLException {
    CofferUrl address = options.address();
    ConnectionSource source = options.hasUrl() ? () -> options.connect(address) : null;
    List<Finding> findings =
        Doctor.examine(
            address.settings(),
            source,
            options.hasUrl() ? address.delegateUrl() : null,
            Clock.systemUTC());
    print(spec.commandLine().getOut(), findings);
    return findings.stream().anyMatch(each -> each.severity() == Finding.Severity.PROBLEM)
        ? Coffer.FAILED
        : 0;
  }

  private void print(PrintWriter out, List<Finding> findings) {
    if (options.json()) {
      List<@Nullable Object> list = new ArrayList<>();
      for (Finding finding : findings) {
        Map<String, @Nullable Object> each = new LinkedHashMap<>();
        each.put("check", finding.check());
        each.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        each.put("state", finding.state());
        each.put("message", finding.message());
        list.add(each);
      }
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("findings", list);
      out.println(Json.write(object));
      return;
    }
    for (Finding finding : findings) {
      String mark =
          switch (finding.severity()) {
            case OK -> "ok     ";
            case WARNING -> "warning";
            case PROBLEM -> "PROBLEM";
            case SKIPPED -> "skipped";
          };
      String state = finding.state();
      out.println(
          mark
              + "  "
              + finding.check()
              + ": "
              + finding.message()
              + (state == null ? "" : " (" + state + ")"));
    }
  }
}
