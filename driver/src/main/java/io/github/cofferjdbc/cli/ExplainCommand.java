package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.Explain;
import io.github.cofferjdbc.admin.Explanation;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.ScopeRegistry;
import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.json.MalformedJsonException;
import io.github.cofferjdbc.sql.syntax.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer explain}. */
@Command(
    name = "explain",
    description = {
      "Shows how Coffer understands a statement: what is encrypted, what would be sent, or why it is",
      "refused. Executes nothing and needs no key. Without --url it only parses."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ExplainCommand implements Callable<Integer>, CofferCommand {

  @Mixin private CommonOptions options;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "SQL", description = "The statement.")
  private @Nullable String sql;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "JSON lines with a key sql instead; - is standard input.")
  private @Nullable String file;

  @Option(
      names = "--native",
      description = "Reads as PostgreSQL does: ? is an operator and $1 a parameter.")
  private boolean nativeReading;

  @Override
  public CommonOptions options() {
    return options;
  }

  /** What becomes of one text. */
  private interface Explaining {
    Explanation of(String text) throws SQLException;
  }

  @Override
  public Integer call() throws SQLException {
    if ((sql == null) == (file == null)) {
      throw new ParameterException(spec.commandLine(), "give either SQL or --file");
    }
    Reading reading = nativeReading ? Reading.NATIVE : Reading.JDBC;
    CofferUrl address = options.address();
    if (!options.hasUrl()) {
      explain(text -> Explain.parse(text, reading));
      return 0;
    }
    try (Connection connection = options.connect(address)) {
      ConnectionCatalog catalog =
          ConnectionCatalog.of(connection, address.settings(), ScopeRegistry.CLAIMED);
      explain(text -> Explain.analyse(text, reading, catalog));
    }
    return 0;
  }

  private void explain(Explaining explaining) throws SQLException {
    PrintWriter out = spec.commandLine().getOut();
    if (sql != null) {
      print(out, explaining.of(sql));
      return;
    }
    try (BufferedReader lines = new BufferedReader(reader())) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          print(out, explaining.of(statement(line, number)));
        }
      }
    } catch (IOException e) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "The file " + file + " of --file cannot be read: correct the path; it is UTF-8.", e);
    }
  }

  private Reader reader() throws IOException {
    return "-".equals(file)
        ? new InputStreamReader(System.in, StandardCharsets.UTF_8)
        : Files.newBufferedReader(Path.of(String.valueOf(file)), StandardCharsets.UTF_8);
  }

  private String statement(String line, int number) throws SQLException {
    try {
      if (Json.parse(line) instanceof Map<?, ?> map && map.get("sql") instanceof String text) {
        return text;
      }
    } catch (MalformedJsonException e) {
      throw malformed(number, e);
    }
    throw malformed(number, null);
  }

  private SQLException malformed(int number, @Nullable Exception cause) {
    return CofferState.BAD_CONFIGURATION.exception(
        "Line "
            + number
            + " of "
            + file
            + " is not a JSON object with a text sql: each line takes {\"sql\": \"…\"}.",
        cause);
  }

  private void print(PrintWriter out, Explanation explanation) {
    if (options.json()) {
      out.println(Json.write(ExplanationJson.of(explanation)));
      return;
    }
    Explanation.Refused refusal = explanation.refusal();
    if (refusal != null) {
      out.println("refused (" + refusal.state() + "): " + refusal.message());
    } else if (explanation.involved().isEmpty()) {
      out.println("readable");
    } else if (explanation.involved().get()) {
      out.println("sent as: " + explanation.rewritten());
      explanation.operands().forEach(operand -> out.println("encrypted " + operand));
    } else {
      out.println("sent as it is: nothing protected is touched");
    }
  }
}
