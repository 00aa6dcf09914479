package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.json.MalformedJsonException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one call of the command line came to, in this process.
 *
 * @param status the exit status
 * @param out standard output
 * @param err standard error
 */
record CliRun(int status, String out, String err) {

  static CliRun of(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Coffer.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    return new CliRun(status, out.toString(), err.toString());
  }

  /** Returns the one JSON object that was printed. */
  Map<?, ?> json() {
    try {
      return (Map<?, ?>) Objects.requireNonNull(Json.parse(out));
    } catch (MalformedJsonException e) {
      throw new AssertionError("not JSON: " + out, e);
    }
  }

  /** Returns a member of the printed object that must be there. */
  Object at(String member) {
    return Objects.requireNonNull(json().get(member), member);
  }

  /** Returns the findings of doctor, as "severity check state message". */
  List<String> findings() {
    List<String> lines = new ArrayList<>();
    for (Object each : (List<?>) at("findings")) {
      Map<?, ?> finding = (Map<?, ?>) each;
      lines.add(
          finding.get("severity")
              + " "
              + finding.get("check")
              + " "
              + finding.get("state")
              + " "
              + finding.get("message"));
    }
    return lines;
  }
}
