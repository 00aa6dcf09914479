package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.Rotate;
import io.github.cofferjdbc.admin.RotationResult;
import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer rotate}. */
@Command(
    name = "rotate",
    description = {
      "Makes a new version of a key and wraps the keys below with it. Writes no row.",
      "Can be run again: it completes what was cut off."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RotateCommand implements Callable<Integer>, CofferCommand {

  /** Which key. */
  enum Tier {
    MASTER,
    CLUSTER,
    DATABASE,
    INDEX
  }

  @Mixin private CommonOptions options;
  @Mixin private DatabaseOption database;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "master|cluster|database|index",
      description = {
        "master: the cluster key is wrapped by another master key (--to), or by the newest version;",
        "cluster: a new cluster key, which wraps the database keys;",
        "database: a new version of a database's key, which seals all new values;",
        "index: a new index key, for the scope that coffer type registers next."
      })
  private Tier tier;

  @Option(
      names = "--to",
      paramLabel = "KEY",
      description = "Of rotate master: the master key to move to; default: the newest version.")
  private @Nullable String to;

  @Override
  public CommonOptions options() {
    return options;
  }

  @Override
  public Integer call() throws SQLException {
    if (to != null && tier != Tier.MASTER) {
      throw new ParameterException(spec.commandLine(), "--to is an option of rotate master");
    }
    CofferUrl address = options.address();
    Settings settings = address.settings();
    try (KeyStore store = KeyStores.open(settings)) {
      Optional<UUID> id =
          tier == Tier.DATABASE || tier == Tier.INDEX
              ? Optional.of(database.id(options, address, store))
              : Optional.empty();
      long began = System.nanoTime();
      RotationResult result =
          switch (tier) {
            case MASTER -> Rotate.master(store, settings, Optional.ofNullable(to));
            case CLUSTER -> Rotate.cluster(store, settings);
            case DATABASE -> Rotate.database(store, settings, id.orElseThrow());
            case INDEX -> Rotate.index(store, settings, id.orElseThrow());
          };
      print(spec.commandLine().getOut(), result, Duration.ofNanos(System.nanoTime() - began));
    }
    return 0;
  }

  private void print(PrintWriter out, RotationResult result, Duration took) {
    UUID databaseId = result.databaseId();
    if (options.json()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("rotated", result.tier());
      json.put("cluster", result.cluster());
      json.put("databaseId", databaseId == null ? null : databaseId.toString());
      json.put("changed", result.changed());
      json.put("version", result.version());
      json.put("keyId", result.keyId());
      json.put("rowsWritten", 0);
      json.put("milliseconds", took.toMillis());
      json.put("protects", result.protects());
      json.put("doesNotProtect", result.doesNotProtect());
      out.println(Json.write(json));
      return;
    }
    out.println("Cluster   " + result.cluster());
    if (databaseId != null) {
      out.println("Database  " + databaseId);
    }
    out.println(
        "Key       "
            + (result.keyId() == null ? "" : result.keyId() + ", ")
            + (tier == Tier.MASTER ? "cluster key version " : "version ")
            + result.version()
            + (result.changed() ? "" : "  (nothing to do)"));
    out.println("Took      " + took.toMillis() + " ms, no row written");
    out.println();
    out.println("Protected: " + result.protects());
    out.println("Not protected: " + result.doesNotProtect());
  }
}
