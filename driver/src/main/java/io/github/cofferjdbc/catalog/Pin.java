package io.github.cofferjdbc.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a database's protected objects were when they were pinned: every table, partition, view and
 * routine with an encrypted type, and the domains.
 *
 * <p>The key store's record holds it as text ({@link PinText}) under the record's MAC, which is its
 * signature. It names objects by schema and name, never by oid, so that a restored database has the
 * same pin. Immutable.
 *
 * @param version from 1, one more with each change
 * @param created when it was made, to the second
 * @param relations by schema and name
 * @param routines in the order of their signatures
 * @param domains by schema and name: the built-in ones and the users' own
 */
public record Pin(
    int version,
    Instant created,
    List<PinnedRelation> relations,
    List<PinnedRoutine> routines,
    List<PinnedDomain> domains) {

  /**
   * A domain over an encrypted type.
   *
   * @param type what {@link PinnedColumn#describe} says of it
   */
  public record PinnedDomain(String schema, String name, String type) {
    static PinnedDomain of(ColumnType.Encrypted type) {
      return new PinnedDomain(
          type.domain().schema(), type.domain().name(), PinnedColumn.describe(type, false));
    }

    String fullName() {
      return new RelationName(schema, name).quoted();
    }
  }

  /**
   * A table, partition, view or foreign table.
   *
   * @param kind {@code pg_class.relkind}
   * @param columns all its columns, in order
   */
  public record PinnedRelation(String schema, String name, char kind, List<PinnedColumn> columns) {
    /** Makes one. */
    public PinnedRelation {
      columns = List.copyOf(columns);
    }

    String fullName() {
      return new RelationName(schema, name).quoted();
    }

    /** Returns in what the relation differs from this, or null if in nothing that matters. */
    @Nullable String difference(Relation now) {
      if (now.kind() != kind) {
        return "is another kind of relation";
      }
      for (int i = 0; i < columns.size(); i++) {
        if (i >= now.columns().size()) {
          return "has lost column " + columns.get(i).name();
        }
        PinnedColumn found = PinnedColumn.of(now.columns().get(i), false);
        if (!found.name().equals(columns.get(i).name())) {
          return "has column " + found.name() + " where " + columns.get(i).name() + " was";
        }
        if (!found.type().equals(columns.get(i).type())) {
          return "has another type in column "
              + found.name()
              + ": "
              + found.type()
              + " where "
              + columns.get(i).type()
              + " was";
        }
      }
      return null;
    }
  }

  /**
   * A column, argument or result.
   *
   * @param type what {@link PinnedColumn#describe} says of its type
   */
  public record PinnedColumn(String name, String type) {

    /** A plain column of a table may change its type; a plain argument tells functions apart. */
    static PinnedColumn of(Column column, boolean plainTypes) {
      return new PinnedColumn(column.name(), describe(column.type(), plainTypes));
    }

    static String describe(ColumnType type, boolean plainTypes) {
      if (type instanceof ColumnType.Encrypted encrypted) {
        return new RelationName(encrypted.domain().schema(), encrypted.domain().name()).quoted()
            + " "
            + encrypted.type()
            + (encrypted.modifier() == null ? "" : " " + encrypted.modifier())
            + (encrypted.array() ? " []" : "");
      } else if (type instanceof ColumnType.Nested nested) {
        return "holds encrypted values: " + nested.name();
      } else if (type instanceof ColumnType.Lost) {
        return "has lost an encrypted type";
      }
      return plainTypes && type instanceof ColumnType.Plain plain
          ? "plain " + plain.name()
          : "plain";
    }
  }

  /**
   * A function or procedure.
   *
   * @param arguments the types of its input arguments
   * @param results names and types of what it returns
   */
  public record PinnedRoutine(
      String schema,
      String name,
      List<String> arguments,
      List<PinnedColumn> results,
      boolean returnsSet) {
    /** Makes one. */
    public PinnedRoutine {
      arguments = List.copyOf(arguments);
      results = List.copyOf(results);
    }

    static PinnedRoutine of(Routine routine) {
      return new PinnedRoutine(
          routine.schema(),
          routine.name(),
          routine.arguments().stream().map(type -> PinnedColumn.describe(type, true)).toList(),
          routine.results().stream().map(column -> PinnedColumn.of(column, true)).toList(),
          routine.returnsSet());
    }

    String signature() {
      return new RelationName(schema, name).quoted() + "(" + String.join(", ", arguments) + ")";
    }
  }

  /** Makes a pin. */
  public Pin {
    relations = List.copyOf(relations);
    routines = List.copyOf(routines);
    domains = List.copyOf(domains);
    if (version < 1) {
      throw new IllegalArgumentException("version out of range");
    }
  }

  /** Returns the pin of what is protected now. */
  static Pin of(
      int version,
      Instant created,
      Collection<Relation> relations,
      Collection<Routine> routines,
      Collection<ColumnType.Encrypted> types) {
    SortedMap<String, PinnedRelation> byName = new TreeMap<>();
    for (Relation relation : relations) {
      PinnedRelation pinned =
          new PinnedRelation(
              relation.schema(),
              relation.name(),
              relation.kind(),
              relation.columns().stream().map(column -> PinnedColumn.of(column, false)).toList());
      byName.put(pinned.fullName(), pinned);
    }
    SortedMap<String, PinnedRoutine> bySignature = new TreeMap<>();
    for (Routine routine : routines) {
      PinnedRoutine pinned = PinnedRoutine.of(routine);
      bySignature.put(pinned.signature(), pinned);
    }
    SortedMap<String, PinnedDomain> domains = new TreeMap<>();
    for (ColumnType.Encrypted type : types) {
      if (!type.array()) {
        PinnedDomain pinned = PinnedDomain.of(type);
        domains.put(pinned.fullName(), pinned);
      }
    }
    return new Pin(
        version,
        created,
        List.copyOf(byName.values()),
        List.copyOf(bySignature.values()),
        List.copyOf(domains.values()));
  }

  /** Tells whether both pin the same; version and time do not count. */
  public boolean sameObjects(Pin other) {
    return relations.equals(other.relations)
        && routines.equals(other.routines)
        && domains.equals(other.domains);
  }

  /** Returns what is pinned, a line each. */
  public List<String> objects() {
    List<String> objects = new ArrayList<>();
    relations.forEach(relation -> objects.add(relation.fullName()));
    routines.forEach(routine -> objects.add("routine " + routine.signature()));
    domains.stream()
        .filter(domain -> !domain.schema().equals("encrypted"))
        .forEach(domain -> objects.add("domain " + domain.fullName()));
    return objects;
  }

  /**
   * Returns what is different in a later state of the database, a line each; empty if nothing.
   *
   * @param now what a pin made now would be
   */
  public List<String> changesTo(Pin now) {
    List<String> changes = new ArrayList<>();
    compare("", relations, now.relations, PinnedRelation::fullName, changes);
    compare("routine ", routines, now.routines, PinnedRoutine::signature, changes);
    compare("domain ", domains, now.domains, PinnedDomain::fullName, changes);
    return changes;
  }

  private static <T> void compare(
      String what,
      List<T> before,
      List<T> now,
      Function<T, String> fullName,
      List<String> changes) {
    Map<String, T> old = before.stream().collect(Collectors.toMap(fullName, each -> each));
    Map<String, T> found = now.stream().collect(Collectors.toMap(fullName, each -> each));
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(found.keySet());
    for (String name : names) {
      T was = old.get(name);
      T is = found.get(name);
      if (!Objects.equals(was, is)) {
        changes.add((is == null ? "gone: " : was == null ? "new: " : "changed: ") + what + name);
      }
    }
  }

  /** Returns the pinned relation of this full name, or empty. */
  Optional<PinnedRelation> relation(String schema, String name) {
    return relations.stream()
        .filter(each -> each.schema().equals(schema) && each.name().equals(name))
        .findFirst();
  }

  /** Returns the last names of all relations. */
  Set<String> relationNames() {
    return relations.stream().map(PinnedRelation::name).collect(Collectors.toSet());
  }
}
