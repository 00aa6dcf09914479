package io.github.cofferjdbc.catalog;

import io.github.cofferjdbc.envelope.EncryptedType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything protected in a database, as one query found it. Immutable; equal if it is the same.
 *
 * @param types by oid: every type that is or holds an encrypted one; others are plain
 * @param typeNames what a type's name means, with its schema, and without if the search path finds
 *     it
 * @param relations the relations with a protected column, by full name
 * @param routines the routines with a protected argument or result
 * @param names the last name of all of them
 * @param idFunction the body of {@code encrypted.database_id()}, or null if there is none
 * @param scopes whether there are users' domains, and scopes of theirs in doubt
 */
record ProtectedObjects(
    Map<Integer, ColumnType> types,
    Map<RelationName, ColumnType.Encrypted> typeNames,
    Map<RelationName, Relation> relations,
    List<Routine> routines,
    Set<String> names,
    @Nullable String idFunction,
    Scopes scopes) {

  /** What the scopes of users' domains have to do with the key store. */
  enum Scopes {
    /** Nothing: there are no such domains. */
    NONE,
    /** The key store, as far as it is known, says of each what the server says. */
    AGREED,
    /** The server names a scope that the key store, as far as it is known, does not have. */
    DOUBTFUL
  }

  private static final int VOID = 2278;

  private static final Comparator<Column> BY_NUMBER = Comparator.comparingInt(Column::number);

  /** Marks the row of a procedure. */
  private static final int PROCEDURE = 1;

  ProtectedObjects {
    types = Map.copyOf(types);
    typeNames = Map.copyOf(typeNames);
    relations = Map.copyOf(relations);
    routines = List.copyOf(routines);
    names = Set.copyOf(names);
  }

  /** What a database without Coffer has. */
  static ProtectedObjects none() {
    return new ProtectedObjects(
        Map.of(), Map.of(), Map.of(), List.of(), Set.of(), null, Scopes.NONE);
  }

  /** Returns what the rows of {@link CatalogQueries#everything} say. */
  static ProtectedObjects of(List<CatalogRow> rows, ScopeRegistry scopes) {
    DomainScopes domains = new DomainScopes(scopes);
    for (CatalogRow row : rows) {
      if (row.tag().equals("t")) {
        domains.add(row);
      }
    }
    Map<Integer, ColumnType> types = types(rows, domains);
    Map<RelationName, ColumnType.Encrypted> typeNames = new HashMap<>();
    Set<String> names = new HashSet<>();
    String idFunction = null;
    for (CatalogRow row : rows) {
      if (row.tag().equals("i")) {
        idFunction = row.first();
      } else if (row.tag().equals("t")) {
        names.add(row.second());
        if (types.get(row.oid()) instanceof ColumnType.Encrypted encrypted) {
          typeNames.put(new RelationName(row.first(), row.second()), encrypted);
          if ("true".equals(row.d())) {
            typeNames.put(new RelationName(null, row.second()), encrypted);
          }
        }
      }
    }
    Map<RelationName, Relation> relations = new HashMap<>();
    for (Relation relation : LostColumns.mark(relations(rows, types), rows).values()) {
      if (relation.encrypted()) {
        relations.put(new RelationName(relation.schema(), relation.name()), relation);
        names.add(relation.name());
      }
    }
    List<Routine> routines = routines(rows, types);
    for (Routine routine : routines) {
      names.add(routine.name());
    }
    return new ProtectedObjects(
        types, typeNames, relations, routines, names, idFunction, scopes(rows, domains));
  }

  private static Scopes scopes(List<CatalogRow> rows, DomainScopes domains) {
    if (!domains.own()) {
      return Scopes.NONE;
    }
    for (CatalogRow row : rows) {
      if (row.tag().equals("t") && row.third().equals("d") && domains.scope(row.oid()).isEmpty()) {
        return Scopes.DOUBTFUL;
      }
    }
    return Scopes.AGREED;
  }

  /** Returns the type with this oid. */
  ColumnType type(int oid, String name) {
    return type(types, oid, name);
  }

  /** Returns the relations with what is known of them here where the rows do not tell it. */
  Map<Integer, Relation> completed(Map<Integer, Relation> described) {
    Map<Integer, Relation> completed = new HashMap<>(described);
    for (Relation relation : relations.values()) {
      if (loses(relation)) {
        completed.replace(relation.oid(), relation);
      }
    }
    return completed;
  }

  private static boolean loses(Relation relation) {
    for (Column column : relation.columns()) {
      if (column.type() instanceof ColumnType.Lost) {
        return true;
      }
    }
    return false;
  }

  /** Returns the relations that the rows describe, by oid. */
  static Map<Integer, Relation> relations(List<CatalogRow> rows, Map<Integer, ColumnType> types) {
    Map<Integer, List<Column>> columns = new HashMap<>();
    for (CatalogRow row : rows) {
      if (row.tag().equals("c")) {
        listOf(columns, row.oid())
            .add(
                new Column(
                    row.number(),
                    row.first(),
                    type(types, row.type(), row.typeNamed()),
                    !row.second().isEmpty()));
      }
    }
    Map<Integer, Relation> relations = new LinkedHashMap<>();
    for (CatalogRow row : rows) {
      if (row.tag().equals("r")) {
        List<Column> own = columns.getOrDefault(row.oid(), new ArrayList<>());
        own.sort(BY_NUMBER);
        relations.put(
            row.oid(),
            new Relation(
                row.oid(),
                row.first(),
                row.second(),
                row.third().charAt(0),
                own,
                PartitionKey.of(row.d())));
      }
    }
    return relations;
  }

  private static <T> List<T> listOf(Map<Integer, List<T>> lists, int oid) {
    List<T> list = lists.get(oid);
    if (list == null) {
      list = new ArrayList<>();
      lists.put(oid, list);
    }
    return list;
  }

  private static ColumnType type(Map<Integer, ColumnType> types, int oid, String name) {
    ColumnType known = types.get(oid);
    return known == null ? new ColumnType.Plain(oid, name) : known;
  }

  private static Map<Integer, ColumnType> types(List<CatalogRow> rows, DomainScopes scopes) {
    Map<Integer, CatalogRow> byOid = new HashMap<>();
    for (CatalogRow row : rows) {
      if (row.tag().equals("t")) {
        byOid.put(row.oid(), row);
      }
    }
    Map<Integer, ColumnType> types = new HashMap<>();
    for (CatalogRow row : rows) {
      if (row.tag().equals("t")) {
        ColumnType type = type(row, byOid, scopes);
        ColumnType other = types.put(row.oid(), type);
        if (other != null && !other.equals(type)) {
          // Reached in two ways, which no server should say: refused rather than guessed.
          types.put(row.oid(), new ColumnType.Nested(row.oid(), row.second()));
        }
      }
    }
    return types;
  }

  private static ColumnType type(
      CatalogRow row, Map<Integer, CatalogRow> byOid, DomainScopes scopes) {
    CatalogRow root = byOid.get(row.type());
    CatalogRow own = byOid.get(row.number());
    Optional<EncryptedType> builtIn =
        root == null ? Optional.empty() : EncryptedType.ofDomainName(root.second());
    if (row.third().equals("n") || own == null || builtIn.isEmpty()) {
      return new ColumnType.Nested(row.oid(), row.second());
    }
    Optional<ScopeRegistry.Scope> scope = scopes.scope(own.oid());
    if (scope.isEmpty()) {
      return new ColumnType.Nested(row.oid(), row.second());
    }
    EncryptedType type = builtIn.get();
    return new ColumnType.Encrypted(
        new EncryptedType(type.base(), type.mode(), scope.get().id()),
        new DomainName(own.oid(), own.first(), own.second()),
        scope.get().modifier(),
        row.third().equals("a"));
  }

  private static List<Routine> routines(List<CatalogRow> rows, Map<Integer, ColumnType> types) {
    Map<Integer, List<CatalogRow>> arguments = new HashMap<>();
    for (CatalogRow row : rows) {
      if (row.tag().equals("a")) {
        listOf(arguments, row.oid()).add(row);
      }
    }
    List<Routine> routines = new ArrayList<>();
    for (CatalogRow row : rows) {
      if (row.tag().equals("f")) {
        List<CatalogRow> own = arguments.getOrDefault(row.oid(), new ArrayList<>());
        own.sort(Comparator.comparingInt(CatalogRow::number));
        routines.add(routine(row, own, types));
      }
    }
    if (routines.size() > 1) {
      routines.sort(Comparator.comparingInt(Routine::oid));
    }
    return routines;
  }

  private static Routine routine(
      CatalogRow row, List<CatalogRow> arguments, Map<Integer, ColumnType> types) {
    List<ColumnType> inputs = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Column> results = new ArrayList<>();
    for (CatalogRow argument : arguments) {
      ColumnType type = type(types, argument.type(), argument.typeNamed());
      String mode = argument.second();
      // CALL has a place for what a procedure returns, too.
      boolean placed = mode.equals("o") && row.number() == PROCEDURE;
      if (placed || mode.equals("i") || mode.equals("b") || mode.equals("v")) {
        inputs.add(type);
        names.add(Objects.requireNonNullElse(argument.a(), ""));
      }
      if (mode.equals("o") || mode.equals("b") || mode.equals("t") || mode.equals("x")) {
        String name = argument.a();
        int number = results.size() + 1;
        results.add(
            new Column(number, name == null || name.isEmpty() ? "column" + number : name, type));
      }
    }
    if (results.isEmpty() && row.type() != VOID) {
      results.add(new Column(1, row.second(), type(types, row.type(), row.typeNamed())));
    }
    return new Routine(
        row.oid(),
        row.first(),
        row.second(),
        inputs,
        results,
        "true".equals(row.third()),
        calling(names, String.valueOf(row.d()).split(" ", 2)));
  }

  private static Routine.Calling calling(List<String> names, String[] rules) {
    return new Routine.Calling(names, Integer.parseInt(rules[0]), rules[1].equals("t"));
  }
}
