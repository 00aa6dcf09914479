package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.catalog.ScopeRegistry;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of {@link Doctor} that looks at a database. Changes nothing. One use, one thread. */
final class DatabaseDoctor {

  private static final String SCHEMA = "schema";
  private static final String RIGHTS = "rights";
  private static final String TLS = "TLS";
  private static final String CLOCK = "clock";
  private static final String SEARCH_PATH = "search_path";

  /** AWS refuses requests whose time is off by more. */
  private static final Duration CLOCK_LIMIT = Duration.ofMinutes(5);

  private final Connection connection;
  private final Settings settings;
  private final Optional<OpenCluster> cluster;
  private final Clock clock;
  private final List<Finding> findings = new ArrayList<>();

  DatabaseDoctor(
      Connection connection, Settings settings, Optional<OpenCluster> cluster, Clock clock) {
    this.connection = connection;
    this.settings = settings;
    this.cluster = cluster;
    this.clock = clock;
  }

  List<Finding> examine() throws SQLException {
    InstalledSchema installed = SchemaInstaller.inspect(connection);
    boolean usable = schema(installed);
    if (usable) {
      rights();
    }
    encryptedConnection();
    clocks();
    if (usable) {
      ConnectionCatalog catalog =
          ConnectionCatalog.of(
              connection, settings.with(Setting.DATABASE, null), ScopeRegistry.CLAIMED);
      CatalogView view = catalog.fresh();
      searchPath(catalog, view);
      findings.addAll(new ConstraintDoctor(connection, view).examine());
      findings.addAll(new RoutineDoctor(connection, view).examine());
    }
    return findings;
  }

  private boolean schema(InstalledSchema installed) {
    try {
      SchemaInstaller.check(installed, installed.id().orElse(new UUID(0, 0)), null);
    } catch (SQLException e) {
      findings.add(Doctor.problem(SCHEMA, e));
      return false;
    }
    if (!installed.exists()) {
      problem(
          SCHEMA,
          CofferState.NOT_TRUSTWORTHY.sqlState(),
          "The schema \"encrypted\" is not installed in this database: run coffer init.");
      return false;
    }
    if (!installed.complete()) {
      problem(
          SCHEMA,
          CofferState.NOT_TRUSTWORTHY.sqlState(),
          "The schema \"encrypted\" lacks "
              + installed.missing().stream().sorted().collect(Collectors.joining(", "))
              + ": run coffer init again.");
      return false;
    }
    UUID id = installed.id().orElseThrow();
    Optional<UUID> expected = settings.uuid(Setting.DATABASE);
    if (expected.isPresent() && !expected.get().equals(id)) {
      problem(
          SCHEMA,
          CofferState.NOT_TRUSTWORTHY.sqlState(),
          "coffer.database is "
              + expected.get()
              + ", but this database's id is "
              + id
              + ": connect to the right database, or correct the setting.");
    }
    findings.add(Finding.ok(SCHEMA, "Installed; the database's id is " + id + "."));
    keysOf(id);
    return true;
  }

  private void keysOf(UUID id) {
    if (cluster.isEmpty()) {
      findings.add(Finding.skipped("database keys", "Not tried: the master key comes first."));
      return;
    }
    Optional<DatabaseEntry> entry = cluster.get().record().database(id);
    if (entry.isEmpty()) {
      problem(
          "database keys",
          CofferState.KEY_MISSING.sqlState(),
          "The key store has no keys of database "
              + id
              + ": name the key store and cluster that it was initialised with.");
    } else if (entry.get().pending()) {
      findings.add(
          Finding.warning(
              "database keys", "coffer init was cut off before its end: run it again."));
    } else {
      try {
        cluster.get().keyring(id).close();
        findings.add(Finding.ok("database keys", "They open."));
      } catch (SQLException e) {
        findings.add(Doctor.problem("database keys", e));
      }
    }
  }

  private void rights() throws SQLException {
    String user = text("SELECT pg_catalog.quote_ident(current_user)");
    if (!yes("SELECT pg_catalog.has_schema_privilege('encrypted', 'USAGE')")) {
      problem(
          RIGHTS,
          "42501",
          "The user may not use the schema \"encrypted\": GRANT USAGE ON SCHEMA encrypted TO "
              + user
              + " (coffer init gives it to PUBLIC).");
      return;
    }
    String types =
        text(
            "SELECT pg_catalog.string_agg(t.typname, ', ' ORDER BY t.typname) FROM pg_catalog.pg_type"
                + " AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname ="
                + " 'encrypted' AND t.typtype = 'd' AND NOT"
                + " pg_catalog.has_type_privilege(t.oid, 'USAGE')");
    String routines =
        text(
            "SELECT pg_catalog.string_agg(p.oid::pg_catalog.regprocedure::pg_catalog.text, ', ') FROM"
                + " pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid ="
                + " p.pronamespace WHERE n.nspname = 'encrypted' AND NOT"
                + " pg_catalog.has_function_privilege(p.oid, 'EXECUTE')");
    if (!types.isEmpty() || !routines.isEmpty()) {
      problem(
          RIGHTS,
          "42501",
          "The user lacks rights on "
              + types
              + (types.isEmpty() || routines.isEmpty() ? "" : ", ")
              + routines
              + ": GRANT USAGE ON DOMAIN … and GRANT EXECUTE ON FUNCTION … TO "
              + user
              + " (coffer init gives them to PUBLIC).");
      return;
    }
    findings.add(Finding.ok(RIGHTS, user + " may use the encrypted types and their functions."));
  }

  private void encryptedConnection() throws SQLException {
    boolean tls =
        yes(
            "SELECT s.ssl FROM pg_catalog.pg_stat_ssl AS s WHERE s.pid ="
                + " pg_catalog.pg_backend_pid()");
    boolean local =
        yes(
            "SELECT pg_catalog.inet_client_addr() IS NULL OR pg_catalog.host(pg_catalog.inet_client_addr())"
                + " IN ('127.0.0.1', '::1')");
    if (tls || local) {
      findings.add(Finding.ok(TLS, tls ? "The connection is encrypted." : "The server is local."));
    } else {
      findings.add(
          Finding.warning(
              TLS,
              "The connection is not encrypted: statements and unprotected columns are readable on the"
                  + " way. Add sslmode=verify-full to the URL."));
    }
  }

  private void clocks() throws SQLException {
    Instant before = clock.instant();
    double seconds =
        Double.parseDouble(
            text("SELECT pg_catalog.date_part('epoch', pg_catalog.clock_timestamp())"));
    Instant middle = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
    long milliseconds = Math.round(seconds * 1000) - middle.toEpochMilli();
    Duration off = Duration.ofMillis(Math.abs(milliseconds));
    if (off.compareTo(CLOCK_LIMIT) > 0) {
      problem(
          CLOCK,
          null,
          "This machine's clock and the server's differ by "
              + off.toSeconds()
              + " seconds ("
              + (milliseconds < 0 ? "the server is behind" : "this machine is behind")
              + "): AWS refuses requests that are off by more than 5 minutes, and key ages and TLS"
              + " certificates are judged wrongly. Set the clock by NTP.");
    } else {
      findings.add(
          Finding.ok(CLOCK, "It agrees with the server's to " + off.toSeconds() + " seconds."));
    }
  }

  private void searchPath(ConnectionCatalog catalog, CatalogView view) throws SQLException {
    if (!yes("SELECT pg_catalog.current_setting('standard_conforming_strings') = 'on'")) {
      findings.add(
          Finding.problem(
              SEARCH_PATH,
              CofferState.CONSTRUCT_REFUSED.sqlState(),
              "standard_conforming_strings is off for this user or database, so Coffer refuses every"
                  + " statement on protected tables: ALTER ROLE … RESET standard_conforming_strings."));
    }
    List<String> shadowed = new ArrayList<>();
    for (Relation relation : view.protectedRelations()) {
      if (catalog
                  .load(Set.of(new RelationName(null, relation.name())))
                  .relation(new RelationName(null, relation.name()))
              instanceof CatalogView.Lookup.Found found
          && !found.relation().encrypted()) {
        shadowed.add(
            found.relation().schema()
                + "."
                + relation.name()
                + " before "
                + relation.schema()
                + "."
                + relation.name());
      }
    }
    if (shadowed.isEmpty()) {
      findings.add(Finding.ok(SEARCH_PATH, "No protected table is hidden by another of its name."));
    } else {
      findings.add(
          Finding.warning(
              SEARCH_PATH,
              "An unprotected table stands in front of a protected one of the same name ("
                  + shadowed.stream().sorted().collect(Collectors.joining("; "))
                  + "): write the schema, or change the search path."));
    }
  }

  private void problem(String check, @Nullable String state, String message) {
    findings.add(Finding.problem(check, state, message));
  }

  private boolean yes(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() && result.getBoolean(1);
    }
  }

  /** Returns the text, empty for NULL. */
  private String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      String text = result.next() ? result.getString(1) : null;
      return text == null ? "" : text;
    }
  }
}
