package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.DomainScopes;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.catalog.ScopeRegistry;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.crypto.Varint;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.NewScope;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.ScopeEntry;
import io.github.cofferjdbc.value.TypeModifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Registers a domain over an encrypted type as a scope: its values get keys and type bytes of their
 * own, so they are not equal to those of other types, and none can be moved to or from them.
 *
 * <p>The scope is stored first, pending; then, in one transaction that keeps writers away, the
 * domain gets a CHECK that takes only values of the scope, which also tells running processes of
 * it; then the mark is cleared. What was cut off, the next call completes: after the first step the
 * domain is as it was, after the second its columns are refused. No state.
 */
public final class ScopeRegistration {

  /**
   * What it came to. Immutable.
   *
   * @param databaseId the database
   * @param domain schema and name of the domain, quoted
   * @param scope the id of its scope
   * @param type what its values are
   * @param changed false if it was registered already
   */
  public record Result(
      UUID databaseId, String domain, int scope, EncryptedType type, boolean changed) {}

  private record Found(int oid, RelationName name, EncryptedType type, int claimed) {}

  private final Connection database;
  private final OpenCluster cluster;
  private final UUID id;

  private ScopeRegistration(Connection database, OpenCluster cluster, UUID id) {
    this.database = database;
    this.cluster = cluster;
    this.id = id;
  }

  /**
   * Does it.
   *
   * @param database a connection of the wrapped driver whose user owns the domain; autocommit on
   * @param domain the name, with or without a schema, quoted where SQL needs it
   * @param as the plaintext's type, which must be the domain's; null for just that
   * @throws SQLException KE009 if there is no such domain, if it is built in, or another type or
   *     modifier is wanted than it has; KE003 if columns already hold values of it; KE006 if the
   *     database is not initialised or somebody else made the constraint; KE002, KE005, KE008 as
   *     the keys; the server's own if the user may not do it
   */
  public static Result run(
      Connection database, KeyStore store, Settings settings, String domain, @Nullable String as)
      throws SQLException {
    ConnectionCatalog catalog = ConnectionCatalog.of(database, settings, ScopeRegistry.CLAIMED);
    catalog.invalidate();
    UUID id = catalog.databaseId();
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      cluster.entry(id);
      database.setAutoCommit(false);
      boolean done = false;
      try {
        Result result =
            new ScopeRegistration(database, cluster, id).registered(catalog, domain, as);
        done = true;
        return result;
      } finally {
        if (!done) {
          database.rollback();
        }
        database.setAutoCommit(true);
      }
    }
  }

  private Result registered(ConnectionCatalog catalog, String domain, @Nullable String as)
      throws SQLException {
    Found found = found(domain);
    Optional<ScopeEntry> before =
        cluster.entry(id).scopeOf(String.valueOf(found.name().schema()), found.name().name());
    boolean ready = before.isPresent() && !before.get().pending();
    if (before.isEmpty() && found.claimed() != 0) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "The domain "
              + found.name().quoted()
              + " has the constraint of scope "
              + found.claimed()
              + ", which the key store does not have for it: name the domain as it was when the scope"
              + " was registered, or drop the constraint if you know who made it.");
    }
    holdEmpty(catalog.fresh(), found, ready);
    ScopeEntry scope = cluster.registerScope(id, wanted(found, as));
    if (found.claimed() == 0) {
      execute(
          "ALTER DOMAIN "
              + found.name().quoted()
              + " ADD CONSTRAINT "
              + DomainScopes.CONSTRAINT
              + scope.id()
              + " CHECK ("
              + check(scope.id())
              + ")");
    } else if (found.claimed() != scope.id()) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "The domain "
              + found.name().quoted()
              + " has the constraint of scope "
              + found.claimed()
              + ", but its scope is "
              + scope.id()
              + ": drop the constraint, and run the command again.");
    }
    database.commit();
    cluster.markScopeReady(id, scope.id());
    catalog.invalidate();
    return new Result(
        id, found.name().quoted(), scope.id(), scope.type(), !ready || found.claimed() == 0);
  }

  private static NewScope wanted(Found found, @Nullable String as) throws SQLException {
    EncryptedType type = found.type();
    Optional<Integer> typmod =
        as == null ? Optional.of(TypeModifier.NONE) : TypeModifier.parse(type.base(), as);
    if (typmod.isEmpty()) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "The domain "
              + found.name().quoted()
              + " holds "
              + type.base().typeName()
              + ", so --as takes "
              + type.base().typeName()
              + ", with a type modifier if PostgreSQL has one for it.");
    }
    return new NewScope(
        String.valueOf(found.name().schema()),
        found.name().name(),
        type.base(),
        type.mode(),
        typmod.get());
  }

  private Found found(String domain) throws SQLException {
    DomainQuery.Row row = DomainQuery.of(database, domain);
    String problem = row.problem();
    if (problem != null) {
      throw CofferState.BAD_CONFIGURATION.exception("The domain " + problem);
    }
    return new Found(row.oid(), row.name(), row.type(), row.claimed());
  }

  /** Keeps writers of all columns of the domain away, and refuses it if they hold values. */
  private void holdEmpty(CatalogView view, Found found, boolean ready) throws SQLException {
    for (Relation relation : view.protectedRelations()) {
      for (Column column : relation.columns()) {
        if (column.type() instanceof ColumnType.Encrypted type
            && DomainQuery.isOrIsOver(database, type.domain().oid(), found.oid())) {
          hold(relation, column, found, ready);
        }
      }
    }
  }

  private void hold(Relation relation, Column column, Found found, boolean ready)
      throws SQLException {
    String table = new RelationName(relation.schema(), relation.name()).quoted();
    String place = relation.schema() + "." + relation.name() + "." + column.name();
    if (relation.kind() == 'f') {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "Column " + place + ": a foreign table's values cannot be looked at; drop it first.");
    }
    if (relation.kind() == 'r' || relation.kind() == 'p') {
      execute("LOCK TABLE " + table + " IN SHARE ROW EXCLUSIVE MODE");
    }
    if (relation.kind() == 'v' || ready) {
      return;
    }
    if (DomainQuery.exists(
        database,
        "SELECT FROM " + table + " WHERE " + RelationName.quoted(column.name()) + " IS NOT NULL")) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "Column "
              + place
              + " already holds values of the domain "
              + found.name().quoted()
              + ", which are sealed with other keys: make a new domain, register it, and move the"
              + " column to it.");
    }
  }

  /** The scope is the varint behind the third byte; see docs/format.md. */
  private static String check(int scope) {
    byte[] bytes = Varint.bytes(scope);
    return "pg_catalog.substring(VALUE, 4, "
        + bytes.length
        + ") OPERATOR(pg_catalog.=) E'\\\\x"
        + HexFormat.of().formatHex(bytes)
        + "'::pg_catalog.bytea";
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }
}
