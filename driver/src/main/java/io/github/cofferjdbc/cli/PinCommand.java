package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.Pinning;
import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coffer pin}. */
@Command(
    name = "pin",
    description = {
      "Signs which tables, views, routines and domains are protected, for clients with",
      "coffer.policy=pinned. Run it when everything is as it should be, and after each change."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PinCommand implements Callable<Integer>, CofferCommand {

  @Mixin private CommonOptions options;
  @Spec private CommandSpec spec;

  @Option(names = "--dry-run", description = "Only shows what has changed since the last pin.")
  private boolean dryRun;

  @Override
  public CommonOptions options() {
    return options;
  }

  @Override
  public Integer call() throws SQLException {
    CofferUrl address = options.address();
    try (Connection connection = options.connect(address);
        KeyStore store = KeyStores.open(address.settings())) {
      print(
          spec.commandLine().getOut(), Pinning.run(connection, store, address.settings(), dryRun));
    }
    return 0;
  }

  private void print(PrintWriter out, Pinning.Result result) {
    if (options.json()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("databaseId", result.databaseId().toString());
      json.put("version", result.version());
      json.put("changed", result.changed());
      json.put("dryRun", dryRun);
      json.put("changes", result.changes());
      json.put("relations", result.relations());
      json.put("routines", result.routines());
      out.println(Json.write(json));
      return;
    }
    result.changes().forEach(out::println);
    String what =
        result.relations()
            + " relations and "
            + result.routines()
            + " routines of database "
            + result.databaseId();
    if (!result.changed()) {
      out.println("Nothing has changed since pin " + result.version() + ": " + what + ".");
    } else if (dryRun) {
      out.println("Would be pin " + result.version() + ": " + what + ".");
    } else {
      out.println("Pin " + result.version() + ": " + what + ".");
      out.println(
          "Clients with coffer.policy=pinned and coffer.database="
              + result.databaseId()
              + " follow it within coffer.databaseKeyTtl.");
    }
  }
}
