package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.error.CofferState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the schema {@code encrypted} in a database, in one transaction, or makes it whole. The user
 * needs CREATE on the database; with an owner, membership in that role, which needs no right of its
 * own. No state.
 */
public final class SchemaInstaller {

  private SchemaInstaller() {}

  /**
   * Installs what is missing; does nothing if nothing is.
   *
   * @param connection a connection of the wrapped driver with autocommit on
   * @param id what {@code database_id()} shall return
   * @param owner the role that shall own the schema and what is in it, or null for the user
   * @return whether anything was changed
   * @throws SQLException KE006 if the schema is not Coffer's, was changed, or has another id; KE009
   *     if it has another owner than is asked for; 42501 with the remedy if a right is missing;
   *     nothing was changed then
   */
  public static boolean install(Connection connection, UUID id, @Nullable String owner)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      boolean changed = installInTransaction(connection, id, owner);
      connection.commit();
      return changed;
    } catch (SQLException e) {
      connection.rollback();
      throw explained(e, owner);
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Returns what is installed; changes nothing. The connection has autocommit on. */
  static InstalledSchema inspect(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try {
      return InstalledSchema.read(connection);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static boolean installInTransaction(
      Connection connection, UUID id, @Nullable String owner) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Two inits at once: the second waits, and then finds everything there.
      statement.execute("SELECT pg_catalog.pg_advisory_xact_lock(4850196713624617542)");
      InstalledSchema installed = InstalledSchema.read(connection);
      check(installed, id, owner);
      if (installed.complete()) {
        return false;
      }
      String quoted = owner == null ? null : quoted(statement, owner);
      if (!installed.exists()) {
        statement.execute(
            "CREATE SCHEMA encrypted" + (quoted == null ? "" : " AUTHORIZATION " + quoted));
      }
      if (quoted != null) {
        statement.execute("SET LOCAL ROLE " + quoted);
      }
      create(statement, installed, id);
      return true;
    }
  }

  private static void create(Statement statement, InstalledSchema installed, UUID id)
      throws SQLException {
    List<String> script = new ArrayList<>();
    for (EncryptedType type : EncryptedType.builtIns()) {
      if (installed.missing().contains(type.domainName())) {
        script.add(SchemaScript.domain(type));
      }
    }
    if (installed.missing().contains("tokens")) {
      script.add(SchemaScript.tokens());
    }
    if (List.of("smaller", "larger", "min", "max").stream()
        .anyMatch(installed.missing()::contains)) {
      script.addAll(SchemaScript.aggregates());
    }
    if (installed.missing().contains(InstalledSchema.DATABASE_ID)) {
      script.add(SchemaScript.databaseId(id));
    }
    script.addAll(SchemaScript.grants());
    statement.execute(String.join(";\n", script)); // one round trip
  }

  /** Refuses what must not be touched. */
  static void check(InstalledSchema installed, UUID id, @Nullable String owner)
      throws SQLException {
    if (!installed.exists()) {
      return;
    }
    if (!installed.ofCoffer()) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "The database has a schema \"encrypted\" that is not Coffer's: rename that schema first.");
    }
    if (!installed.changed().isEmpty()) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "The domain encrypted."
              + installed.changed().get(0)
              + " was changed and no longer accepts exactly what Coffer writes: restore its CHECK"
              + " from a dump, or drop the domain and run coffer init again.");
    }
    Optional<UUID> found = installed.id();
    if (installed.idBody() != null && found.isEmpty()) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "The function encrypted.database_id() was changed: restore it with the id that coffer status"
              + " shows for this database.");
    }
    if (found.isPresent() && !found.get().equals(id)) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "The database's id is " + found.get() + ", not " + id + ": leave out --database-id.");
    }
    if (owner != null && !owner.equals(installed.owner())) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "The schema \"encrypted\" is owned by "
              + installed.owner()
              + " already: leave out --owner, or run ALTER SCHEMA first.");
    }
  }

  private static String quoted(Statement statement, String name) throws SQLException {
    try (ResultSet result =
        statement.executeQuery(
            "SELECT pg_catalog.quote_ident(E'"
                + name.replace("\\", "\\\\").replace("'", "''")
                + "')")) {
      result.next();
      return result.getString(1);
    }
  }

  private static SQLException explained(SQLException e, @Nullable String owner) {
    if ("42501".equals(e.getSQLState())) {
      return new SQLException(
          "The user may not make the schema \"encrypted\": run GRANT CREATE ON DATABASE … TO the user"
              + (owner == null ? "" : ", and GRANT " + owner + " TO the user")
              + ", or run coffer init as the database's owner.",
          e.getSQLState(),
          e);
    }
    if (owner != null && "42704".equals(e.getSQLState())) {
      return new SQLException(
          "There is no role " + owner + ": make it with CREATE ROLE first, or leave out --owner.",
          e.getSQLState(),
          e);
    }
    return e;
  }
}
