package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.DatabaseIds;
import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database is meant: {@code --database}, else that of {@code --url}, else the only one. */
final class DatabaseOption {

  @Option(
      names = "--database",
      paramLabel = "UUID",
      description = "Id of the database; default: that of --url, else the only one of the cluster.")
  private @Nullable UUID database;

  /** Returns the id; asks the database only if nothing else names it. */
  UUID id(CommonOptions options, CofferUrl address, KeyStore store) throws SQLException {
    Settings settings = address.settings();
    if (database != null) {
      return database;
    }
    if (settings.given(Setting.DATABASE)) {
      return settings.uuid(Setting.DATABASE).orElseThrow();
    }
    if (!options.hasUrl()) {
      return DatabaseIds.only(store, settings);
    }
    try (Connection connection = options.connect(address)) {
      return DatabaseIds.of(connection);
    }
  }
}
