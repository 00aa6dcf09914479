package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.admin.bulk.DestroyKey;
import io.github.cofferjdbc.admin.bulk.DestroyKeyResult;
import io.github.cofferjdbc.admin.bulk.KeyUses;
import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import java.io.Console;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
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

/** {@code coffer destroy-key}. */
@Command(
    name = "destroy-key",
    description = {
      "Destroys a retired version of a database's key. Refuses while values need it, and says",
      "how many; --shred destroys it nevertheless, and they are unreadable from then on. An index",
      "key, or a database with all its keys, is destroyed with --shred only."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DestroyKeyCommand implements Callable<Integer>, CofferCommand {

  @Mixin private CommonOptions options;
  @Mixin private DatabaseOption database;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = {
        "The key's id, 8 hexadecimal digits, or a database's id for all its keys, as coffer status",
        "lists them."
      })
  private String keyId;

  @Option(
      names = "--shred",
      description = {
        "Destroys it although values need it, after its name is typed. Without --url the values",
        "are not counted."
      })
  private boolean shred;

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      description = "Of --shred in scripts: its name, such as 1a2b3c4d-version-1.")
  private @Nullable String confirm;

  @Override
  public CommonOptions options() {
    return options;
  }

  @Override
  public Integer call() throws SQLException {
    if (confirm != null && !shred) {
      throw new ParameterException(spec.commandLine(), "--confirm is an option of --shred");
    }
    CofferUrl address = options.address();
    Settings settings = address.settings();
    ConnectionSource source = () -> options.connect(address);
    DestroyKeyResult result;
    try (KeyStore store = KeyStores.open(settings)) {
      UUID id = database.id(options, address, store);
      result =
          shred
              ? DestroyKey.shred(
                  options.hasUrl() ? Optional.of(source) : Optional.empty(),
                  store,
                  settings,
                  id,
                  keyId,
                  confirmation(store, settings, id))
              : DestroyKey.unneeded(source, store, settings, id, keyId);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(Json.write(json(result)));
    } else {
      print(out, result);
    }
    return 0;
  }

  @SuppressWarnings("SystemConsoleNull") // where it is never null, an end of input answers null
  private String confirmation(KeyStore store, Settings settings, UUID id) throws SQLException {
    if (confirm != null) {
      return confirm;
    }
    String name = DestroyKey.nameOf(store, settings, id, keyId);
    Console console = System.console();
    if (console == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--shred needs a terminal to type the name of what is destroyed, or --confirm " + name);
    }
    spec.commandLine()
        .getErr()
        .println(
            "Of database "
                + id
                + " will be unreadable for ever, unless somebody has a copy of the key store:");
    spec.commandLine().getErr().println(DestroyKey.goneWith(store, settings, id, keyId));
    String typed = console.readLine("Type %s to destroy it: ", name);
    return typed == null ? "" : typed.strip();
  }

  private static Map<String, @Nullable Object> json(DestroyKeyResult result) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("keyId", result.keyId().isPresent() ? result.keyId().get() : null);
    json.put("version", result.version().isPresent() ? result.version().get() : null);
    json.put("databaseId", result.databaseId().toString());
    json.put("changed", result.changed());
    Optional<KeyUses> uses = result.uses();
    json.put("values", uses.isPresent() ? uses.get().values() : null);
    json.put(
        "places", uses.isPresent() ? new ArrayList<@Nullable Object>(uses.get().places()) : null);
    json.put(
        "notCounted",
        uses.isPresent() ? new ArrayList<@Nullable Object>(uses.get().notCounted()) : null);
    json.put("gone", result.gone());
    json.put("notGone", result.notGone());
    return json;
  }

  private static void print(PrintWriter out, DestroyKeyResult result) {
    out.println("Database  " + result.databaseId());
    out.println(
        result.what()
            + result.version().map(version -> ", version " + version).orElse("")
            + (result.changed()
                ? "  destroyed"
                : result.keyId().isPresent()
                    ? "  had been destroyed before"
                    : "  has no keys in the key store"));
    result
        .uses()
        .ifPresent(
            uses -> {
              out.printf(Locale.ROOT, "Needed by %,d values%n", uses.values());
              uses.places().forEach(each -> out.println("          " + each));
              uses.notCounted().forEach(each -> out.println("          not counted: " + each));
            });
    out.println();
    out.println("Gone: " + result.gone());
    out.println("Not gone: " + result.notGone());
  }
}
