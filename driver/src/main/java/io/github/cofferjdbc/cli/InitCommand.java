package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.Init;
import io.github.cofferjdbc.admin.InitRequest;
import io.github.cofferjdbc.admin.InitResult;
import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
import picocli.CommandLine.Spec;

/** {@code coffer init}. */
@Command(
    name = "init",
    description = {
      "Makes a database ready for protected columns: cluster, keys, schema \"encrypted\".",
      "Can be run again: it does what is left to do."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class InitCommand implements Callable<Integer>, CofferCommand {

  @Mixin private CommonOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--created",
      paramLabel = "TIME",
      description =
          "Creation time of an existing cluster (Redshift's, for instance), as"
              + " 2015-02-06T18:32Z or 20150206T1832Z; default: now.")
  private @Nullable String created;

  @Option(
      names = "--owner",
      paramLabel = "ROLE",
      description = "Role that owns the schema; default: the user.")
  private @Nullable String owner;

  @Option(
      names = "--grant",
      paramLabel = "ROLE",
      description = "Role that may read a jdbc: key store afterwards.")
  private @Nullable String grant;

  @Option(
      names = "--database-id",
      paramLabel = "UUID",
      description = "Id of the database whose dump, or part of one, will be restored here.")
  private @Nullable UUID databaseId;

  @Override
  public CommonOptions options() {
    return options;
  }

  @Override
  public Integer call() throws SQLException {
    InitRequest request =
        new InitRequest(
            created == null ? Optional.empty() : Optional.of(time(created)),
            Optional.ofNullable(owner),
            Optional.ofNullable(grant),
            Optional.ofNullable(databaseId));
    CofferUrl address = options.address();
    try (Connection connection = options.connect(address);
        KeyStore store = KeyStores.open(address.settings())) {
      if (store.onServerOf(address.delegateUrl())) {
        spec.commandLine()
            .getErr()
            .println(
                "Warning: the key store is on the server whose data it protects; keep it on another"
                    + " one, so that nobody gets both at once.");
      }
      InitResult result = Init.run(connection, store, address.settings(), request);
      print(spec.commandLine().getOut(), result);
    }
    return 0;
  }

  private void print(PrintWriter out, InitResult result) {
    if (options.json()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("cluster", result.cluster());
      json.put("created", result.created());
      json.put("masterKey", result.masterKey());
      json.put("keyStore", result.keyStore());
      json.put("databaseId", result.databaseId().toString());
      json.put("madeCluster", result.madeCluster());
      json.put("madeKeys", result.madeKeys());
      json.put("madeSchema", result.madeSchema());
      out.println(Json.write(json));
      return;
    }
    out.println(line(result.madeCluster(), "Cluster   " + result.cluster()));
    out.println("          created " + result.created() + ", master key " + result.masterKey());
    out.println(line(result.madeKeys(), "Keys      in " + result.keyStore()));
    out.println(line(result.madeSchema(), "Schema    encrypted"));
    out.println("Database  " + result.databaseId());
    out.println();
    out.println(
        "Keep a backup of the key store and of what opens the master key: without them the data are"
            + " lost.");
    out.println(
        "Next: give a column a type, such as ALTER TABLE t ADD COLUMN ssn encrypted.text_eq.");
  }

  private static String line(boolean made, String what) {
    return what + (made ? "  (new)" : "");
  }

  private static Instant time(String text) throws SQLException {
    try {
      return LocalDateTime.parse(
              text, DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'", Locale.ROOT))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException again) {
        throw CofferState.BAD_CONFIGURATION.exception(
            "--created takes a time such as 2015-02-06T18:32Z or 20150206T1832Z.");
      }
    }
  }
}
