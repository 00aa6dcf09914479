package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.Pin;
import io.github.cofferjdbc.catalog.PinText;
import io.github.cofferjdbc.catalog.RegisteredScopes;
import io.github.cofferjdbc.catalog.ScopeRegistry;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pins a database: signs, in the key store, which tables, views, partitions, routines and domains
 * are protected and how. Connections with {@code coffer.policy=pinned} then believe the pin and not
 * the server.
 *
 * <p>To be run when everything in the database is as it should be, over a connection that is
 * trusted to show it. One change of the key store, so it is done wholly or not at all, and running
 * it again changes nothing. No state.
 */
public final class Pinning {

  /**
   * What pinning comes to. Immutable.
   *
   * @param databaseId the database
   * @param version of the pin that is in force afterwards; with {@code dryRun} that would be
   * @param changed whether it is a new one
   * @param changes what is different from the pin before, a line each; every object if there was
   *     none
   * @param relations how many tables, views and partitions it has
   * @param routines how many functions and procedures
   */
  public record Result(
      UUID databaseId,
      int version,
      boolean changed,
      List<String> changes,
      int relations,
      int routines) {
    /** Makes one. */
    public Result {
      changes = List.copyOf(changes);
    }
  }

  private Pinning() {}

  /**
   * Pins what is protected now.
   *
   * @param database a connection of the wrapped driver, autocommit on
   * @param dryRun whether to change nothing and only tell the changes
   * @throws SQLException KE002 if the key store does not know the database; KE006 if the database
   *     is not initialised, if {@code coffer.database} is another one, or if another process pins
   *     at the same time
   */
  public static Result run(Connection database, KeyStore store, Settings settings, boolean dryRun)
      throws SQLException {
    UUID id = ConnectionCatalog.of(database, settings, ScopeRegistry.NONE).databaseId();
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      ConnectionCatalog catalog =
          ConnectionCatalog.of(database, settings, RegisteredScopes.of(cluster.entry(id)));
      catalog.invalidate(); // what another connection of this process has cached is not signed
      Optional<String> text = cluster.record().pin(id);
      @Nullable Pin before = text.isPresent() ? PinText.read(text.get()) : null;
      Pin now =
          catalog.pin(
              before == null ? 1 : Math.addExact(before.version(), 1),
              Instant.now().truncatedTo(ChronoUnit.SECONDS));
      if (before != null && before.sameObjects(now)) {
        return result(id, before, false, List.of());
      }
      if (!dryRun) {
        cluster.pin(id, text, PinText.write(now));
      }
      return result(id, now, true, before == null ? now.objects() : before.changesTo(now));
    }
  }

  private static Result result(UUID id, Pin pin, boolean changed, List<String> changes) {
    return new Result(
        id, pin.version(), changed, changes, pin.relations().size(), pin.routines().size());
  }
}
