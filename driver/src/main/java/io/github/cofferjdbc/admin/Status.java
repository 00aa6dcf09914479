package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.admin.SensitiveColumns.SensitiveColumn;
import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.Pin;
import io.github.cofferjdbc.catalog.PinText;
import io.github.cofferjdbc.catalog.RegisteredScopes;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.catalog.ScopeRegistry;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.RecordJson;
import io.github.cofferjdbc.keys.store.StoredRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What there is: clusters, keys, protected columns. Changes nothing. No state. */
public final class Status {

  /**
   * A cluster of the key store. Immutable.
   *
   * @param arn its ARN
   * @param record what is stored, or null if it cannot be read
   * @param problem why it cannot be read or is not known to be authentic, or null if it is
   */
  public record Cluster(String arn, @Nullable ClusterRecord record, @Nullable String problem) {}

  /**
   * A protected column. Immutable.
   *
   * @param table schema and name
   * @param column name
   * @param type the domain's name, with [] for an array
   * @param valuesByKey how many values each key has, by its id in hexadecimal; {@code by reference}
   *     for values that name a data key instead; null if they were not counted
   * @param problem why they could not be counted, or null
   */
  public record ProtectedColumn(
      String table,
      String column,
      String type,
      @Nullable Map<String, Long> valuesByKey,
      @Nullable String problem) {}

  /**
   * A database. Immutable.
   *
   * @param id its id
   * @param columns its protected columns, by table
   * @param pin what is pinned, or null if nothing is, or if the key store could not be opened
   * @param notPinned what is different from the pin, a line each; empty if nothing is pinned
   * @param sensitive columns that are not protected though their names look sensitive
   */
  public record Database(
      UUID id,
      List<ProtectedColumn> columns,
      @Nullable Pin pin,
      List<String> notPinned,
      List<SensitiveColumn> sensitive) {}

  private Status() {}

  /** Returns the clusters of a key store; one that cannot be opened has a problem. */
  public static List<Cluster> clusters(KeyStore store, Settings settings) throws SQLException {
    List<Cluster> clusters = new ArrayList<>();
    for (String arn : store.clusters()) {
      clusters.add(cluster(store, settings, arn));
    }
    return clusters;
  }

  private static Cluster cluster(KeyStore store, Settings settings, String arn) {
    try (OpenCluster open = OpenCluster.open(store, settings.with(Setting.CLUSTER, arn))) {
      return new Cluster(arn, open.record(), null);
    } catch (SQLException e) {
      return new Cluster(arn, unchecked(store, arn), Doctor.oneLine(e));
    }
  }

  /**
   * Returns the first record that the settings can mean, without knowing whether it is authentic.
   */
  static Optional<ClusterRecord> unchecked(KeyStore store, Settings settings) {
    try {
      Optional<String> named = settings.text(Setting.CLUSTER);
      List<String> arns =
          named.isPresent() ? List.of(EncryptionContext.arnOf(named.get())) : store.clusters();
      return arns.isEmpty() ? Optional.empty() : Optional.ofNullable(unchecked(store, arns.get(0)));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** Returns the record without knowing whether it is authentic, or null. */
  private static @Nullable ClusterRecord unchecked(KeyStore store, String arn) {
    try {
      Optional<StoredRecord> stored = store.load(arn);
      return stored.isPresent() ? RecordJson.read(arn, stored.get()).record() : null;
    } catch (SQLException e) {
      return null;
    }
  }

  /**
   * Returns what a database protects and what of that is pinned.
   *
   * @param clusters as {@link #clusters} returned them; the pin is that of an authentic one
   * @param counts whether to count the values of each key, which reads every protected table once
   * @throws SQLException KE006 if {@code coffer.database} is another database's
   */
  public static Database database(
      Connection connection, Settings settings, List<Cluster> clusters, boolean counts)
      throws SQLException {
    UUID id = ConnectionCatalog.of(connection, settings, ScopeRegistry.CLAIMED).databaseId();
    Optional<ClusterRecord> record =
        clusters.stream()
            .filter(cluster -> cluster.problem() == null)
            .map(Cluster::record)
            .filter(each -> each != null && each.database(id).isPresent())
            .findFirst();
    ScopeRegistry scopes =
        record.isPresent()
            ? RegisteredScopes.of(record.get().database(id).orElseThrow())
            : ScopeRegistry.CLAIMED;
    ConnectionCatalog catalog = ConnectionCatalog.of(connection, settings, scopes);
    catalog.invalidate();
    catalog.fresh();
    List<ProtectedColumn> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Relation relation :
        catalog.view().protectedRelations().stream()
            .filter(each -> "rm".indexOf(each.kind()) >= 0)
            .sorted(Comparator.comparing(Relation::schema).thenComparing(Relation::name))
            .toList()) {
      for (Column column : relation.columns()) {
        if (column.type() instanceof ColumnType.Encrypted type) {
          columns.add(
              counts
                  ? counted(connection, relation, column, type)
                  : column(relation, column, type, null, null));
        }
      }
    }
    for (Relation relation : catalog.view().protectedRelations()) {
      relation.columns().stream()
          .filter(Column::encrypted)
          .forEach(column -> names.add(place(relation) + "\0" + column.name()));
    }
    List<SensitiveColumn> sensitive =
        SensitiveColumns.of(connection).stream()
            .filter(each -> !names.contains(each.table() + "\0" + each.column()))
            .toList();
    Optional<String> text = record.flatMap(each -> each.pin(id));
    Pin pin = text.isPresent() ? PinText.read(text.get()) : null;
    List<String> notPinned =
        pin == null ? List.of() : pin.changesTo(catalog.pin(pin.version(), pin.created()));
    return new Database(id, columns, pin, notPinned, sensitive);
  }

  private static String place(Relation relation) {
    return relation.schema() + "." + relation.name();
  }

  private static ProtectedColumn column(
      Relation relation,
      Column column,
      ColumnType.Encrypted type,
      @Nullable Map<String, Long> counts,
      @Nullable String problem) {
    String name = type.domain().name() + (type.array() ? "[]" : "");
    return new ProtectedColumn(place(relation), column.name(), name, counts, problem);
  }

  private static ProtectedColumn counted(
      Connection connection, Relation relation, Column column, ColumnType.Encrypted type) {
    Map<String, Long> counts = new TreeMap<>();
    try (RowSecurityOff unhidden = RowSecurityOff.of(connection);
        Statement statement = unhidden.statement();
        ResultSet result = statement.executeQuery(count(relation, column, type.array()))) {
      while (result.next()) {
        String key = result.getString(1);
        counts.merge(key == null ? "by reference" : key, result.getLong(2), Long::sum);
      }
      return column(relation, column, type, counts, null);
    } catch (SQLException e) {
      return column(relation, column, type, null, Doctor.oneLine(e));
    }
  }

  /** The key id follows the scope, a varint from byte 3; see docs/format.md. */
  private static String count(Relation relation, Column column, boolean array) {
    String name = RelationName.quoted(column.name());
    String values =
        "SELECT "
            + (array ? "pg_catalog.unnest(t." + name + ")" : "t." + name)
            + "::pg_catalog.bytea AS v FROM ONLY "
            + new RelationName(relation.schema(), relation.name()).quoted()
            + " AS t";
    return "SELECT CASE WHEN pg_catalog.get_byte(v, 1) & 7 < 4 THEN pg_catalog.encode("
        + "pg_catalog.substring(v, CASE WHEN pg_catalog.get_byte(v, 3) < 128 THEN 5"
        + " WHEN pg_catalog.get_byte(v, 4) < 128 THEN 6"
        + " WHEN pg_catalog.get_byte(v, 5) < 128 THEN 7"
        + " WHEN pg_catalog.get_byte(v, 6) < 128 THEN 8 ELSE 9 END, 4), 'hex') END,"
        + " pg_catalog.count(*) FROM ("
        + values
        + ") AS s WHERE pg_catalog.length(v) > 20 GROUP BY 1 ORDER BY 1";
  }
}
