package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.ScopeRegistration;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer type}. */
@Command(
    name = "type",
    description = {
      "Registers a domain over an encrypted type as a scope: keys of its own, no equality with",
      "other types. Before: CREATE DOMAIN iban AS encrypted.text_eq. Can be run again."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TypeCommand implements Callable<Integer>, CofferCommand {

  @Mixin private CommonOptions options;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DOMAIN", description = "The domain, with its schema or without.")
  private String domain;

  @Option(
      names = "--as",
      paramLabel = "TYPE",
      description = "Type of the plaintext; default: that of the domain.")
  private @Nullable String as;

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
          spec.commandLine().getOut(),
          ScopeRegistration.run(connection, store, address.settings(), domain, as));
    }
    return 0;
  }

  private void print(PrintWriter out, ScopeRegistration.Result result) {
    if (options.json()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("databaseId", result.databaseId().toString());
      json.put("domain", result.domain());
      json.put("scope", result.scope());
      json.put("changed", result.changed());
      out.println(Json.write(json));
      return;
    }
    out.println(
        "The domain "
            + result.domain()
            + " has scope "
            + result.scope()
            + " of database "
            + result.databaseId()
            + (result.changed() ? "." : " already."));
    if (result.changed()) {
      out.println(
          "Running processes take it within coffer.catalogTtl. If the database is pinned, run coffer"
              + " pin.");
    }
  }
}
