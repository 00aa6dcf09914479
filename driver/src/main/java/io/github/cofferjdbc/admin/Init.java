package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes a database ready for protected columns: the cluster with its keys if there is none yet, the
 * database's keys, the schema {@code encrypted}.
 *
 * <p>The key store is written first, with the database marked as pending; then the database, in one
 * transaction; then the mark is cleared. So a crash leaves nothing, or what the next run completes:
 * a cluster without databases, pending keys (found again by the database's label), or a database
 * whose id the key store knows. Everything that can be checked is checked before anything is made.
 * Keys are never made for an id that a database has and the key store has not.
 *
 * <p>No state.
 */
public final class Init {

  private Init() {}

  /** Does it, or what is left of it, with the key store that the settings name. */
  public static InitResult run(Connection database, Settings settings, InitRequest request)
      throws SQLException {
    return run(database, KeyStores.open(settings), settings, request);
  }

  /**
   * Does it, or what is left of it.
   *
   * @param database a connection of the wrapped driver, autocommit on, nothing open
   * @param settings {@code coffer.masterKey} is required
   * @throws SQLException KE002 if the database has an id whose keys the key store has not; KE006 if
   *     schema or key store are not as Coffer made them; KE009 for what contradicts itself; as the
   *     key service or the server says
   */
  public static InitResult run(
      Connection database, KeyStore store, Settings settings, InitRequest request)
      throws SQLException {
    if (!settings.given(Setting.MASTER_KEY)) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "init needs a master key: give --master-key (coffer.masterKey), such as aws-kms:ARN, or"
              + " local:PATH for development.");
    }
    boolean keyStoreOnServer = settings.text(Setting.KEY_STORE).orElse("").startsWith("jdbc:");
    if (request.grant().isPresent() && !keyStoreOnServer) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "--grant gives a right on a jdbc: key store, but "
              + store.place()
              + " is none: leave it out, and let the application's user read the files.");
    }
    InstalledSchema installed = SchemaInstaller.inspect(database);
    Optional<UUID> known = knownId(installed, settings, request);
    SchemaInstaller.check(installed, known.orElse(new UUID(0, 0)), request.owner().orElse(null));
    if (!installed.complete()) {
      requireRights(database, installed, request);
    }
    List<String> clustersBefore = store.clusters();
    try (OpenCluster cluster = open(store, settings, request, known)) {
      Prepared prepared = prepared(database, cluster, known);
      boolean madeSchema = install(database, cluster, prepared, request);
      UUID id = madeSchema || known.isPresent() ? prepared.id() : installedId(database);
      cluster.markReady(id);
      if (request.grant().isPresent()) {
        store.grantRead(request.grant().get());
      }
      ClusterRecord record = cluster.record();
      return new InitResult(
          record.cluster(),
          record.created(),
          record.masterKey().reference(),
          store.place(),
          id,
          !clustersBefore.contains(record.cluster()),
          prepared.made(),
          madeSchema);
    }
  }

  /** The id and whether its keys were made now. */
  private record Prepared(UUID id, boolean made) {}

  private static Optional<UUID> knownId(
      InstalledSchema installed, Settings settings, InitRequest request) throws SQLException {
    Optional<UUID> asked = request.databaseId().or(() -> settings.uuid(Setting.DATABASE));
    Optional<UUID> found = installed.id();
    if (asked.isPresent() && found.isPresent() && !asked.equals(found)) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "The database has the id "
              + found.get()
              + ", not "
              + asked.get()
              + ": leave out --database-id and coffer.database, or connect to the right database.");
    }
    return found.or(() -> asked);
  }

  /** A database with an id needs keys that exist; only one without an id may get a new cluster. */
  private static OpenCluster open(
      KeyStore store, Settings settings, InitRequest request, Optional<UUID> known)
      throws SQLException {
    if (known.isEmpty()) {
      return OpenCluster.openOrCreate(store, settings, request.created());
    }
    UUID id = known.get();
    if (store.clusters().isEmpty()) {
      throw noKeys(store, id);
    }
    OpenCluster cluster = OpenCluster.open(store, settings);
    boolean fits = false;
    try {
      if (cluster.record().database(id).isEmpty()) {
        throw noKeys(store, id);
      }
      requireCreated(cluster, request);
      fits = true;
      return cluster;
    } finally {
      if (!fits) {
        cluster.close();
      }
    }
  }

  private static void requireCreated(OpenCluster cluster, InitRequest request) throws SQLException {
    String created = cluster.record().created();
    if (request.created().isPresent()
        && !EncryptionContext.of(cluster.record().cluster(), request.created().get())
            .createTime()
            .equals(created)) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "The cluster exists with the creation time "
              + created
              + ", which is fixed: leave out --created.");
    }
  }

  private static SQLException noKeys(KeyStore store, UUID id) {
    return CofferState.KEY_MISSING.exception(
        "The key store "
            + store.place()
            + " has no keys of database "
            + id
            + ", and new ones could not read its values: name the key store (and cluster) that the"
            + " database was initialised with.");
  }

  private static Prepared prepared(Connection database, OpenCluster cluster, Optional<UUID> known)
      throws SQLException {
    if (known.isPresent()) {
      return new Prepared(known.get(), false);
    }
    String label = DatabaseLabel.of(database);
    Optional<UUID> cutOff =
        cluster.record().databases().values().stream()
            .filter(DatabaseEntry::pending)
            .filter(entry -> entry.label().equals(label))
            .map(DatabaseEntry::id)
            .findFirst();
    if (cutOff.isPresent()) {
      return new Prepared(cutOff.get(), false);
    }
    UUID id = UUID.randomUUID();
    cluster.addDatabase(id, label);
    return new Prepared(id, true);
  }

  /** Installs the schema; if another init was faster, its id stands. */
  private static boolean install(
      Connection database, OpenCluster cluster, Prepared prepared, InitRequest request)
      throws SQLException {
    try {
      return SchemaInstaller.install(database, prepared.id(), request.owner().orElse(null));
    } catch (SQLException e) {
      Optional<UUID> other = SchemaInstaller.inspect(database).id();
      cluster.reload();
      if (other.isPresent()
          && !other.get().equals(prepared.id())
          && cluster.record().database(other.get()).isPresent()) {
        return false;
      }
      throw e;
    }
  }

  private static UUID installedId(Connection database) throws SQLException {
    return SchemaInstaller.inspect(database)
        .id()
        .orElseThrow(
            () ->
                CofferState.NOT_TRUSTWORTHY.exception(
                    "The schema \"encrypted\" was changed while init ran: run it again."));
  }

  /** Refuses, before any key is made, what the installation would be refused for. */
  private static void requireRights(
      Connection database, InstalledSchema installed, InitRequest request) throws SQLException {
    try (Statement statement = database.createStatement()) {
      if (!installed.exists()
          && !yes(
              statement,
              "SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')")) {
        throw denied("GRANT CREATE ON DATABASE … TO the user");
      }
      if (request.owner().isPresent()) {
        String owner = literal(request.owner().get());
        if (!yes(
            statement,
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_roles AS r WHERE r.rolname"
                + " OPERATOR(pg_catalog.=) "
                + owner
                + ")")) {
          throw CofferState.BAD_CONFIGURATION.exception(
              "There is no role "
                  + request.owner().get()
                  + ": make it with CREATE ROLE, or leave out --owner.");
        }
        if (!yes(statement, "SELECT pg_catalog.pg_has_role(" + owner + ", 'MEMBER')")) {
          throw denied("GRANT " + request.owner().get() + " TO the user");
        }
      }
    }
  }

  private static boolean yes(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      return result.next() && result.getBoolean(1);
    }
  }

  private static String literal(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static SQLException denied(String remedy) {
    return new SQLException(
        "The user may not make the schema \"encrypted\": run "
            + remedy
            + ", or run coffer init as the database's owner.",
        "42501");
  }
}
