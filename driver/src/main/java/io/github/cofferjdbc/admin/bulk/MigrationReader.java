package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.DomainName;
import io.github.cofferjdbc.catalog.RegisteredScopes;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.value.BaseType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a request means in a database. Immutable.
 *
 * @param databaseId the database's id
 * @param migration the change
 * @param done whether the column has the wanted type already
 */
record MigrationReader(UUID databaseId, Migration migration, boolean done) {

  /**
   * Resolves names by the user's search path, and then prepares the session.
   *
   * @throws SQLException KE006 if Coffer is not installed; KE009 if a name means nothing, or the
   *     column is protected otherwise
   */
  static MigrationReader read(Connection connection, Settings settings, MigrationRequest request)
      throws SQLException {
    ConnectionCatalog catalog =
        ConnectionCatalog.of(
            connection,
            settings,
            RegisteredScopes.source(id -> KeyAccess.shared().keysOf(settings, id)));
    catalog.invalidate();
    UUID databaseId = catalog.databaseId();
    CatalogView view = catalog.scoped();
    TableName table = TableName.resolveColumn(connection, request.column());
    String column = table.column().orElseThrow();
    Optional<ColumnType.Encrypted> wanted =
        request.type().isPresent()
            ? Optional.of(type(view, request.type().get()))
            : Optional.empty();
    Optional<ColumnType> now =
        view.protectedRelations().stream()
            .filter(each -> each.oid() == table.oid())
            .map(relation -> typeOf(relation, column))
            .flatMap(Optional::stream)
            .findFirst();
    Session.prepare(connection);
    ColumnFacts facts = FactsReader.read(connection, table.oid(), column);
    boolean renaming = request.swap() == MigrationRequest.SwapMode.RENAME;
    if (wanted.isEmpty()) {
      if (now.isEmpty() && StaleWriterGuard.exists(connection, facts)) {
        return new MigrationReader(
            databaseId, new Migration(false, plainTwin(facts), facts, renaming), true);
      }
      if (now.isEmpty()) {
        throw CofferState.BAD_CONFIGURATION.exception(
            facts.displayName() + " is not protected: its type is " + facts.typeName() + ".");
      }
      if (!(now.get() instanceof ColumnType.Encrypted type)) {
        throw CofferState.CONSTRUCT_REFUSED.exception(
            facts.displayName() + " holds encrypted values inside another type.");
      }
      return new MigrationReader(databaseId, new Migration(false, type, facts, renaming), false);
    }
    boolean done = now.isPresent() && now.get().equals(wanted.get());
    if (now.isPresent() && !done) {
      throw CofferState.BAD_CONFIGURATION.exception(
          facts.displayName()
              + " is protected already, as "
              + facts.typeName()
              + ": decrypt it first, or ALTER its type through a connection of Coffer.");
    }
    return new MigrationReader(
        databaseId, new Migration(true, wanted.get(), facts, renaming), done);
  }

  /** What a column that was just decrypted had been is not known, nor needed any more. */
  private static ColumnType.Encrypted plainTwin(ColumnFacts facts) {
    BaseType base =
        BaseType.ofOid(facts.array() ? facts.elementOid() : facts.typeOid()).orElse(BaseType.TEXT);
    EncryptedType type = EncryptedType.builtIn(base, Mode.RANDOM);
    return new ColumnType.Encrypted(
        type, new DomainName(0, "encrypted", type.domainName()), null, facts.array());
  }

  private static Optional<ColumnType> typeOf(Relation relation, String column) {
    return relation
        .column(column)
        .map(Column::type)
        .filter(type -> !(type instanceof ColumnType.Plain));
  }

  private static ColumnType.Encrypted type(CatalogView view, String text) throws SQLException {
    boolean array = text.endsWith("[]");
    List<String> parts =
        ObjectName.parse(array ? text.substring(0, text.length() - 2) : text).parts();
    Optional<ColumnType.Encrypted> found =
        parts.size() > 2
            ? Optional.empty()
            : view.encryptedType(
                new RelationName(
                    parts.size() == 2 ? parts.get(0) : null, parts.get(parts.size() - 1)));
    ColumnType.Encrypted type =
        found.orElseThrow(
            () ->
                CofferState.BAD_CONFIGURATION.exception(
                    "--type takes an encrypted type, such as encrypted.text_eq or"
                        + " encrypted.date_random (docs/types.md lists them), or a domain over one;"
                        + " one whose registration was cut off is completed by coffer type."));
    return new ColumnType.Encrypted(type.type(), type.domain(), type.modifier(), array);
  }
}
