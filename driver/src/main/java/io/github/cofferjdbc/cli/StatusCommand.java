package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.Status;
import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code coffer status}. */
@Command(
    name = "status",
    description = {
      "Shows clusters, databases and keys, with --url also the protected columns and how many values",
      "each key has (it reads every protected table once), the pin, plaintext columns with sensitive",
      "names, and what to do next."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StatusCommand implements Callable<Integer>, CofferCommand {

  @Mixin private CommonOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--no-counts",
      description = "Does not count values, which reads every protected table.")
  private boolean noCounts;

  @Option(
      names = "--max-age",
      paramLabel = "DAYS",
      defaultValue = "365",
      description = "Tells to rotate keys that are older; default: ${DEFAULT-VALUE}.")
  private long maxAge;

  @Override
  public CommonOptions options() {
    return options;
  }

  @Override
  public Integer call() throws SQLException {
    if (maxAge < 0) {
      throw new ParameterException(
          spec.commandLine(), "--max-age takes a number of days from 0 on");
    }
    CofferUrl address = options.address();
    List<Status.Cluster> clusters;
    String place;
    try (KeyStore store = KeyStores.open(address.settings())) {
      place = store.place();
      clusters = Status.clusters(store, address.settings());
    }
    Status.@Nullable Database database = null;
    if (options.hasUrl()) {
      try (Connection connection = options.connect(address)) {
        database = Status.database(connection, address.settings(), clusters, !noCounts);
      }
    }
    StatusReport report = new StatusReport(place, clusters, database, Instant.now(), maxAge);
    if (options.json()) {
      spec.commandLine().getOut().println(Json.write(report.json()));
    } else {
      report.lines().forEach(spec.commandLine().getOut()::println);
    }
    return 0;
  }
}
