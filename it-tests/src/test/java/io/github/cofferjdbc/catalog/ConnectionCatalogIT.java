package io.github.cofferjdbc.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.admin.SchemaInstaller;
import io.github.cofferjdbc.catalog.CatalogView.Lookup;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import io.github.cofferjdbc.value.BaseType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionCatalogIT {

  private static final UUID ID = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");

  private TestDatabase database;
  private Connection connection;
  private Asked asked;
  private ConnectionCatalog catalog;
  private long nanos;

  /** Counts the queries of one connection. */
  private static final class Asked implements CatalogSource {
    private final CatalogSource source;
    private int queries;

    Asked(CatalogSource source) {
      this.source = source;
    }

    @Override
    public List<CatalogRow> query(String sql) throws SQLException {
      queries++;
      return source.query(sql);
    }

    @Override
    public Transaction transaction() {
      return source.transaction();
    }
  }

  @BeforeEach
  void open() throws SQLException {
    database = TestPostgres.shared().newDatabase();
    connection = database.connect();
    SchemaInstaller.install(connection, ID, null);
    execute(
        """
        CREATE DOMAIN price AS encrypted.numeric_eq;
        CREATE TABLE patient (id bigint PRIMARY KEY, ssn encrypted.text_eq UNIQUE, gone int,
          born encrypted.date_random, tags encrypted.text_eq[], cost price);
        ALTER TABLE patient DROP COLUMN gone;
        CREATE TABLE plain (id int, name text);
        """);
    asked = new Asked(new ServerSource(connection));
    catalog = catalog(asked, Settings.defaults());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    database.close();
  }

  private ConnectionCatalog catalog(CatalogSource source, Settings settings) throws SQLException {
    String place = new ServerSource(connection).place();
    return new ConnectionCatalog(
        source,
        place,
        ScopeRegistry.NONE,
        ScopeSource.of(ScopeRegistry.NONE),
        settings,
        () -> nanos);
  }

  @Test
  void knowsNothingBeforeItAsks() {
    CatalogView view = catalog.view();
    assertThat(view.version()).isZero();
    assertThat(view.mentions("anything")).isTrue();
    assertThat(view.relation(name("patient"))).isInstanceOf(Lookup.Unknown.class);
    assertThat(asked.queries).isZero();
  }

  @Test
  void findsAllColumnsOfAProtectedTable() throws SQLException {
    Relation patient = found(catalog.fresh().relation(name("patient")));
    assertThat(patient.columns())
        .extracting(Column::name)
        .containsExactly("id", "ssn", "born", "tags", "cost");
    assertThat(patient.columns()).extracting(Column::number).containsExactly(1, 2, 4, 5, 6);
    assertThat(patient.column("id").orElseThrow().type())
        .isEqualTo(new ColumnType.Plain(20, "int8"));
    ColumnType.Encrypted ssn = encrypted(patient, "ssn");
    assertThat(ssn.type()).isEqualTo(EncryptedType.builtIn(BaseType.TEXT, Mode.EQ));
    assertThat(ssn.domain().schema()).isEqualTo("encrypted");
    assertThat(ssn.array()).isFalse();
    assertThat(encrypted(patient, "tags").array()).isTrue();
    ColumnType.Encrypted cost = encrypted(patient, "cost");
    assertThat(cost.type()).isEqualTo(EncryptedType.builtIn(BaseType.NUMERIC, Mode.EQ));
    assertThat(cost.domain().schema()).isEqualTo("public");
    assertThat(cost.domain().name()).isEqualTo("price");
    assertThat(found(catalog.view().relation(new RelationName("public", "patient"))))
        .isEqualTo(patient);
  }

  @Test
  void knowsWhatIsMentioned() throws SQLException {
    execute("CREATE FUNCTION look(a encrypted.text_eq) RETURNS int LANGUAGE sql AS 'SELECT 1'");
    CatalogView view = catalog.fresh();
    assertThat(view.installed()).isTrue();
    for (String name : List.of("patient", "price", "text_eq", "_text_eq", "look", "_price")) {
      assertThat(view.mentions(name)).as(name).isTrue();
    }
    assertThat(view.mentions("plain")).isFalse();
    assertThat(view.mentions("int4")).isFalse();
  }

  @Test
  void resolvesTypesAlongTheSearchPath() throws SQLException {
    CatalogView view = catalog.fresh();
    assertThat(view.encryptedType(new RelationName("encrypted", "text_eq"))).isPresent();
    assertThat(view.encryptedType(name("text_eq"))).isEmpty();
    assertThat(view.encryptedType(name("price"))).isPresent();
    assertThat(view.encryptedType(new RelationName("encrypted", "_text_eq")).orElseThrow().array())
        .isTrue();
    execute("SET search_path = encrypted");
    catalog.searchPathMayHaveChanged();
    view = catalog.fresh();
    assertThat(view.encryptedType(name("text_eq"))).isPresent();
    assertThat(view.encryptedType(name("price"))).isEmpty();
    assertThat(view.encryptedType(new RelationName("public", "price"))).isPresent();
  }

  @Test
  void followsTypesIntoEverythingThatHoldsThem() throws SQLException {
    execute(
        """
        CREATE TYPE pair AS (a int, s encrypted.text_eq);
        CREATE TABLE holder (p pair, q pair[], r patient);
        CREATE DOMAIN cheap AS price;
        CREATE DOMAIN list AS encrypted.text_eq[];
        CREATE VIEW looked AS SELECT ssn, id FROM patient;
        CREATE MATERIALIZED VIEW kept AS SELECT born FROM patient;
        CREATE TABLE parted (k int, s encrypted.text_eq) PARTITION BY RANGE (k);
        CREATE TABLE part PARTITION OF parted FOR VALUES FROM (0) TO (9);
        CREATE TABLE child () INHERITS (patient);
        CREATE TABLE other (c cheap, l list);
        """);
    CatalogView view = catalog.fresh();
    Relation holder = found(view.relation(name("holder")));
    assertThat(holder.encrypted()).isTrue();
    assertThat(holder.columns()).allMatch(each -> each.type() instanceof ColumnType.Nested);
    assertThat(found(view.relation(name("pair"))).kind()).isEqualTo('c');
    assertThat(found(view.relation(name("looked"))).kind()).isEqualTo('v');
    assertThat(found(view.relation(name("kept"))).kind()).isEqualTo('m');
    assertThat(found(view.relation(name("parted"))).kind()).isEqualTo('p');
    assertThat(found(view.relation(name("part"))).encrypted()).isTrue();
    assertThat(found(view.relation(name("child"))).columns()).hasSize(5);
    Relation other = found(view.relation(name("other")));
    assertThat(encrypted(other, "c").domain().name()).isEqualTo("cheap");
    assertThat(encrypted(other, "c").type())
        .isEqualTo(EncryptedType.builtIn(BaseType.NUMERIC, Mode.EQ));
    assertThat(other.column("l").orElseThrow().type()).isInstanceOf(ColumnType.Nested.class);
    assertThat(view.mentions("holder") && view.mentions("list")).isTrue();
  }

  @Test
  void findsRoutinesWithTheirTypes() throws SQLException {
    execute(
        """
        CREATE FUNCTION f(a encrypted.text_eq, b int) RETURNS price LANGUAGE sql AS 'SELECT NULL::price';
        CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION rows() RETURNS SETOF patient LANGUAGE sql AS 'SELECT * FROM patient';
        CREATE FUNCTION outs(IN a int, OUT x price, INOUT y text) LANGUAGE sql AS 'SELECT NULL::price, y';
        CREATE FUNCTION tab() RETURNS TABLE (n int, s encrypted.text_eq) LANGUAGE sql AS 'SELECT 1, NULL::encrypted.text_eq';
        CREATE PROCEDURE p(a encrypted.text_eq) LANGUAGE sql AS 'SELECT 1';
        """);
    CatalogView view = catalog.fresh();
    Routine f = view.routines(name("f")).get(0);
    assertThat(view.routines(name("f"))).hasSize(1);
    assertThat(f.arguments()).hasSize(2).first().isInstanceOf(ColumnType.Encrypted.class);
    assertThat(f.results()).hasSize(1);
    assertThat(f.results().get(0).encrypted()).isTrue();
    Routine rows = view.routines(new RelationName("public", "rows")).get(0);
    assertThat(rows.returnsSet()).isTrue();
    assertThat(rows.results())
        .extracting(Column::name)
        .containsExactly("id", "ssn", "born", "tags", "cost");
    Routine outs = view.routines(name("outs")).get(0);
    assertThat(outs.arguments())
        .containsExactly(new ColumnType.Plain(23, "int4"), new ColumnType.Plain(25, "text"));
    assertThat(outs.results()).extracting(Column::name).containsExactly("x", "y");
    assertThat(view.routines(name("tab")).get(0).results())
        .extracting(Column::name)
        .containsExactly("n", "s");
    assertThat(view.routines(name("p")).get(0).results()).isEmpty();
    assertThat(view.routines(new RelationName("encrypted", "f"))).isEmpty();
  }

  @Test
  void loadsOtherRelationsOnDemandAndKeepsTheVersion() throws SQLException {
    CatalogView view = catalog.fresh();
    long version = view.version();
    assertThat(view.relation(name("plain"))).isInstanceOf(Lookup.Unknown.class);
    CatalogView loaded =
        catalog.load(Set.of(name("plain"), name("none"), new RelationName("pg_catalog", "pg_am")));
    assertThat(found(loaded.relation(name("plain"))).columns())
        .extracting(Column::name)
        .containsExactly("id", "name");
    assertThat(loaded.relation(name("none"))).isInstanceOf(Lookup.Absent.class);
    assertThat(found(loaded.relation(new RelationName("pg_catalog", "pg_am"))).columns())
        .isNotEmpty();
    assertThat(loaded.version()).isEqualTo(version);
    int queries = asked.queries;
    catalog.load(Set.of(name("plain"), name("none")));
    assertThat(asked.queries).isEqualTo(queries);
  }

  @Test
  void asksOnceWithinTheTimeToLive() throws SQLException {
    catalog.fresh();
    int queries = asked.queries;
    catalog.fresh();
    nanos = 29_000_000_000L;
    catalog.fresh();
    assertThat(asked.queries).isEqualTo(queries);
    nanos = 31_000_000_000L;
    catalog.fresh();
    assertThat(asked.queries).isEqualTo(queries + 1);
  }

  @Test
  void keepsItsVersionWhileNothingChanges() throws SQLException {
    catalog.load(Set.of(name("plain")));
    long version = catalog.view().version();
    nanos = 31_000_000_000L;
    CatalogView view = catalog.fresh();
    assertThat(view.version()).isEqualTo(version);
    assertThat(found(view.relation(name("plain"))).columns()).hasSize(2);
    execute("ALTER TABLE plain ADD COLUMN late int");
    nanos = 62_000_000_000L;
    view = catalog.fresh();
    assertThat(view.version()).isNotEqualTo(version);
    assertThat(found(view.relation(name("plain"))).columns()).hasSize(3);
  }

  @Test
  void sharesWhatItKnowsWithOtherConnections() throws SQLException {
    catalog.load(Set.of(name("plain")));
    try (Connection second = database.connect()) {
      Asked theirs = new Asked(new ServerSource(second));
      ConnectionCatalog other = catalog(theirs, Settings.defaults());
      CatalogView view = other.fresh();
      assertThat(theirs.queries).isEqualTo(1);
      assertThat(view.version()).isEqualTo(catalog.view().version());
      assertThat(view.relation(name("plain"))).isInstanceOf(Lookup.Found.class);
    }
  }

  @Test
  void tellsOtherConnectionsOfAChange() throws SQLException {
    try (Connection second = database.connect()) {
      ConnectionCatalog other = catalog(new ServerSource(second), Settings.defaults());
      long before = other.fresh().version();
      catalog.fresh();
      execute("CREATE TABLE fresh (s encrypted.text_eq)");
      catalog.invalidate();
      assertThat(other.fresh().version()).isNotEqualTo(before);
      assertThat(other.view().mentions("fresh")).isTrue();
    }
  }

  @Test
  void keepsUncommittedWorkToItself() throws SQLException {
    try (Connection second = database.connect()) {
      ConnectionCatalog other = catalog(new ServerSource(second), Settings.defaults());
      catalog.fresh();
      connection.setAutoCommit(false);
      execute("CREATE TABLE mine (s encrypted.text_eq)");
      catalog.invalidate();
      assertThat(catalog.fresh().mentions("mine")).isTrue();
      assertThat(other.fresh().mentions("mine")).isFalse();
      assertThat(found(catalog.load(Set.of(name("plain"))).relation(name("plain"))).columns())
          .hasSize(2);
      connection.rollback();
      assertThat(catalog.fresh().mentions("mine")).isFalse();
      execute("CREATE TABLE mine (s encrypted.text_eq)");
      catalog.invalidate();
      catalog.fresh();
      connection.commit();
      catalog.transactionChanged();
      assertThat(other.fresh().mentions("mine")).isTrue();
      assertThat(catalog.fresh().mentions("mine")).isTrue();
    }
  }

  @Test
  void doesNotShareTheOldStateOfARepeatableRead() throws SQLException {
    try (Connection second = database.connect()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      execute("SELECT 1");
      ConnectionCatalog other = catalog(new ServerSource(second), Settings.defaults());
      try (Statement statement = second.createStatement()) {
        statement.execute("CREATE TABLE late (s encrypted.text_eq)");
      }
      assertThat(other.fresh().mentions("late")).isTrue();
      nanos = 40_000_000_000L;
      assertThat(catalog.fresh().mentions("late")).as("the newer state counts").isTrue();
      assertThat(other.fresh().mentions("late")).isTrue();
    }
  }

  @Test
  void resolvesAShadowedName() throws SQLException {
    execute("CREATE SCHEMA early; CREATE TABLE early.patient (x int)");
    assertThat(found(catalog.fresh().relation(name("patient"))).schema()).isEqualTo("public");
    execute("SET search_path = early, public");
    catalog.searchPathMayHaveChanged();
    Relation shadow = found(catalog.fresh().relation(name("patient")));
    assertThat(shadow.schema()).isEqualTo("early");
    assertThat(shadow.encrypted()).isFalse();
    execute("SET search_path = public");
    catalog.searchPathMayHaveChanged();
    assertThat(found(catalog.fresh().relation(name("patient"))).encrypted()).isTrue();
  }

  @Test
  void seesATemporaryTableInFront() throws SQLException {
    catalog.fresh();
    execute("CREATE TEMP TABLE patient (x int)");
    catalog.invalidate();
    Relation shadow = found(catalog.fresh().relation(name("patient")));
    assertThat(shadow.columns()).hasSize(1);
    RelationName temp = new RelationName("pg_temp", "patient");
    assertThat(found(catalog.load(Set.of(temp)).relation(temp))).isEqualTo(shadow);
    long version = catalog.view().version();
    catalog.load(Set.of(name("plain")));
    assertThat(catalog.view().version()).isEqualTo(version);
    try (Connection second = database.connect()) {
      ConnectionCatalog other = catalog(new ServerSource(second), Settings.defaults());
      assertThat(found(other.fresh().relation(name("patient"))).encrypted()).isTrue();
    }
  }

  @Test
  void aDatabaseWithoutCofferCostsOneLightQuery() throws SQLException {
    try (TestDatabase empty = TestPostgres.shared().newDatabase();
        Connection plain = empty.connect()) {
      Asked theirs = new Asked(new ServerSource(plain));
      ConnectionCatalog other =
          new ConnectionCatalog(
              theirs,
              new ServerSource(plain).place(),
              ScopeRegistry.NONE,
              ScopeSource.of(ScopeRegistry.NONE),
              Settings.defaults(),
              () -> nanos);
      CatalogView view = other.fresh();
      assertThat(view.installed()).isFalse();
      assertThat(view.mentions("patient")).isFalse();
      assertThat(theirs.queries).isEqualTo(1);
      other.searchPathMayHaveChanged();
      other.fresh();
      assertThat(theirs.queries).isEqualTo(1);
      assertThatThrownBy(other::databaseId)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE006"));
      SchemaInstaller.install(plain, ID, null);
      other.invalidate();
      assertThat(other.fresh().installed()).isTrue();
    }
  }

  @Test
  void readsTheDatabaseIdWithoutRunningTheFunction() throws SQLException {
    assertThat(catalog.databaseId()).isEqualTo(ID);
    execute(
        "CREATE OR REPLACE FUNCTION encrypted.database_id() RETURNS uuid LANGUAGE plpgsql AS"
            + " $$BEGIN RAISE EXCEPTION 'trap'; END$$");
    catalog.invalidate();
    assertThatThrownBy(() -> catalog.databaseId())
        .hasMessageContaining("database_id() is missing or was changed")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE006"));
  }

  @Test
  void anchorsToTheExpectedDatabase() throws SQLException {
    catalog(asked, Settings.defaults().with(Setting.DATABASE, ID.toString())).fresh();
    ConnectionCatalog other =
        catalog(asked, Settings.defaults().with(Setting.DATABASE, UUID.randomUUID().toString()));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(other::fresh)
          .hasMessageContaining(ID.toString())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE006"));
    }
  }

  @Test
  void neitherBeginsNorFailsATransaction() throws SQLException {
    connection.setAutoCommit(false);
    catalog.fresh();
    catalog.load(Set.of(name("plain")));
    connection.setReadOnly(true); // fails inside a transaction
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    execute("SELECT 1");
    catalog.invalidate();
    catalog.fresh();
    execute("SELECT 1");
    connection.rollback();
  }

  @Test
  void asksNothingInAFailedTransaction() throws SQLException {
    catalog.fresh();
    connection.setAutoCommit(false);
    assertThatThrownBy(() -> execute("SELECT 1/0")).isInstanceOf(SQLException.class);
    int queries = asked.queries;
    nanos = 99_000_000_000L;
    assertThat(catalog.fresh().mentions("patient")).isTrue();
    assertThat(asked.queries).isEqualTo(queries);
    connection.rollback();
    catalog.fresh();
    assertThat(asked.queries).isEqualTo(queries + 1);
  }

  @Test
  void isNotFooledByAHostileSearchPath() throws SQLException {
    execute(
        """
        CREATE SCHEMA evil;
        CREATE FUNCTION evil.trap(oid, oid) RETURNS bool LANGUAGE plpgsql AS
          $$BEGIN RAISE EXCEPTION 'trap'; END$$;
        CREATE OPERATOR evil.= (FUNCTION = evil.trap, LEFTARG = oid, RIGHTARG = oid);
        CREATE FUNCTION evil.trap(name, name) RETURNS bool LANGUAGE plpgsql AS
          $$BEGIN RAISE EXCEPTION 'trap'; END$$;
        CREATE OPERATOR evil.= (FUNCTION = evil.trap, LEFTARG = name, RIGHTARG = name);
        CREATE FUNCTION evil.trap(text, text) RETURNS bool LANGUAGE plpgsql AS
          $$BEGIN RAISE EXCEPTION 'trap'; END$$;
        CREATE OPERATOR evil.= (FUNCTION = evil.trap, LEFTARG = text, RIGHTARG = text);
        CREATE FUNCTION evil.trap("char", "char") RETURNS bool LANGUAGE plpgsql AS
          $$BEGIN RAISE EXCEPTION 'trap'; END$$;
        CREATE OPERATOR evil.= (FUNCTION = evil.trap, LEFTARG = "char", RIGHTARG = "char");
        CREATE OPERATOR evil.<> (FUNCTION = evil.trap, LEFTARG = "char", RIGHTARG = "char");
        CREATE FUNCTION evil.trap(int8, int4) RETURNS bool LANGUAGE plpgsql AS
          $$BEGIN RAISE EXCEPTION 'trap'; END$$;
        CREATE TABLE evil.pg_type (oid int);
        CREATE TYPE evil.text AS ENUM ('a');
        CREATE FUNCTION evil.current_schemas(bool) RETURNS name[] LANGUAGE plpgsql AS
          $$BEGIN RAISE EXCEPTION 'trap'; END$$;
        SET search_path = evil, pg_catalog, public;
        """);
    CatalogView view = catalog.fresh();
    assertThat(found(view.relation(name("patient"))).encrypted()).isTrue();
    assertThat(found(catalog.load(Set.of(name("plain"))).relation(name("plain"))).columns())
        .hasSize(2);
  }

  @Test
  void needsNoRightsOnWhatItLooksAt() throws SQLException {
    String role = "coffer_reader_" + database.name();
    database.execute(
        "CREATE ROLE "
            + role
            + " LOGIN PASSWORD 'secret'; CREATE SCHEMA closed;"
            + " CREATE TABLE closed.safe (s encrypted.text_eq); CREATE TABLE closed.plain (x int)");
    try (Connection reader = DriverManager.getConnection(database.jdbcUrl(), role, "secret")) {
      reader.setAutoCommit(false);
      ConnectionCatalog other = catalog(new ServerSource(reader), Settings.defaults());
      RelationName safe = new RelationName("closed", "safe");
      RelationName closed = new RelationName("closed", "plain");
      assertThat(found(other.fresh().relation(safe)).encrypted()).isTrue();
      assertThat(other.load(Set.of(closed, name("patient"))).relation(closed))
          .isInstanceOf(Lookup.Found.class);
      reader.rollback();
    } finally {
      database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }
  }

  @Test
  void copesWithOddNames() throws SQLException {
    String odd = "o'dd\\ \"näme\" " + "x".repeat(70);
    execute("CREATE TABLE \"" + odd.replace("\"", "\"\"") + "\" (a int)");
    execute("SET standard_conforming_strings = off");
    assertThat(catalog.load(Set.of(name(odd))).relation(name(odd)))
        .isInstanceOf(Lookup.Found.class);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static RelationName name(String name) {
    return new RelationName(null, name);
  }

  private static Relation found(Lookup lookup) {
    assertThat(lookup).isInstanceOf(Lookup.Found.class);
    return ((Lookup.Found) lookup).relation();
  }

  private static ColumnType.Encrypted encrypted(Relation relation, String column) {
    ColumnType type = relation.column(column).orElseThrow().type();
    assertThat(type).isInstanceOf(ColumnType.Encrypted.class);
    return (ColumnType.Encrypted) type;
  }
}
