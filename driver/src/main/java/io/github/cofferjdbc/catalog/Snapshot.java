package io.github.cofferjdbc.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is known of a database along one search path. Thread safe: names become known, and nothing
 * that is known ever changes.
 */
final class Snapshot implements CatalogView {

  private static final AtomicLong VERSIONS = new AtomicLong();

  /** More names than an application has; a program that makes up names is not followed for ever. */
  private static final int MAX_NAMES = 10_000;

  private final long version;
  private final List<String> path;
  private final ProtectedObjects objects;
  private final Map<RelationName, Lookup> known;
  private final double serverTime;
  private final long checkedAtNanos;
  private final long generation;

  private Snapshot(
      long version,
      List<String> path,
      ProtectedObjects objects,
      Map<RelationName, Lookup> known,
      double serverTime,
      long checkedAtNanos,
      long generation) {
    this.version = version;
    this.path = List.copyOf(path);
    this.objects = objects;
    this.known = new ConcurrentHashMap<>(known);
    this.serverTime = serverTime;
    this.checkedAtNanos = checkedAtNanos;
    this.generation = generation;
  }

  /** Returns a version that no view has had yet. */
  static long nextVersion() {
    return VERSIONS.incrementAndGet();
  }

  /** Makes a snapshot with a version of its own. */
  static Snapshot of(
      List<String> path,
      ProtectedObjects objects,
      Map<RelationName, Lookup> known,
      double serverTime,
      long checkedAtNanos,
      long generation) {
    return new Snapshot(
        nextVersion(), path, objects, known, serverTime, checkedAtNanos, generation);
  }

  /**
   * Returns this snapshot under the version of an earlier one if both give the same answers to all
   * that was known then, so that plans made with the earlier one stay valid.
   */
  Snapshot continuing(Snapshot earlier) {
    boolean same =
        earlier.path.equals(path)
            && earlier.objects.equals(objects)
            && known.entrySet().containsAll(earlier.known.entrySet());
    return same
        ? new Snapshot(
            earlier.version, path, objects, known, serverTime, checkedAtNanos, generation)
        : this;
  }

  /** Returns a copy in which these names are known too, with a version of its own. */
  Snapshot privatelyKnowing(Map<RelationName, Lookup> names) {
    Map<RelationName, Lookup> all = new HashMap<>(known);
    all.putAll(names);
    return Snapshot.of(path, objects, all, serverTime, checkedAtNanos, generation);
  }

  /** Returns a copy that was checked now. */
  Snapshot checkedAt(long nanos, long newGeneration) {
    return new Snapshot(version, path, objects, known, serverTime, nanos, newGeneration);
  }

  /** Adds what these names mean; false if there are too many, and nothing is added. */
  boolean learn(Map<RelationName, Lookup> names) {
    if (known.size() + names.size() > MAX_NAMES) {
      return false;
    }
    names.forEach(known::putIfAbsent);
    return true;
  }

  /** Returns the known names that the protected objects do not imply. */
  List<RelationName> names() {
    return new ArrayList<>(known.keySet());
  }

  List<String> path() {
    return path;
  }

  ProtectedObjects objects() {
    return objects;
  }

  double serverTime() {
    return serverTime;
  }

  long checkedAtNanos() {
    return checkedAtNanos;
  }

  long generation() {
    return generation;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public boolean installed() {
    return !objects.types().isEmpty();
  }

  @Override
  public boolean mentions(String name) {
    return objects.names().contains(name);
  }

  @Override
  public Lookup relation(RelationName name) {
    Lookup answer = known.get(name);
    if (answer != null) {
      return answer;
    }
    Relation relation = objects.relations().get(name);
    return relation == null ? new Lookup.Unknown() : new Lookup.Found(relation);
  }

  @Override
  public Optional<ColumnType.Encrypted> encryptedType(RelationName name) {
    return Optional.ofNullable(objects.typeNames().get(name));
  }

  @Override
  public List<Routine> routines(RelationName name) {
    return objects.routines().stream()
        .filter(routine -> routine.name().equals(name.name()))
        .filter(routine -> name.schema() == null || routine.schema().equals(name.schema()))
        .toList();
  }

  /** Returns the relations with a protected column. */
  @Override
  public Set<Relation> protectedRelations() {
    return Set.copyOf(objects.relations().values());
  }
}
