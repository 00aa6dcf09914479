package io.github.cofferjdbc.catalog;

import io.github.cofferjdbc.cache.ClockCache;
import io.github.cofferjdbc.catalog.Pin.PinnedDomain;
import io.github.cofferjdbc.catalog.Pin.PinnedRelation;
import io.github.cofferjdbc.catalog.Pin.PinnedRoutine;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of its catalog, as far as it agrees with a pin ({@code
 * coffer.policy=pinned}).
 *
 * <p>Of a name that the pin has as the last name of an object, only the pinned object itself,
 * unchanged, is an answer: another object of that name in whatever schema, a changed one, or none
 * at all is a {@link PinViolation}. So neither a changed type, a table or view put in front by the
 * search path or {@code pg_temp}, a renamed or dropped object, nor a changed domain has Coffer take
 * a protected thing for a plain one. Names that the pin does not have are answered as the server
 * has them: new protected tables are encrypted before they are pinned. Columns that were added
 * behind the pinned ones are no violation.
 *
 * <p>Thread safe.
 */
public final class PinnedView implements CatalogView {

  private record State(long version, Pin pin) {}

  /** So that connections share plans, which are kept by version. */
  private static final ClockCache<State, Long> VERSIONS = new ClockCache<>(1_000);

  private final CatalogView server;
  private final Pin pin;
  private final long version;
  private final Set<String> relations;
  private final Set<String> domains = new HashSet<>();
  private final Set<String> routines = new HashSet<>();
  private final @Nullable String changedDomain;

  private PinnedView(CatalogView server, Pin pin) {
    this.server = server;
    this.pin = pin;
    this.version = version(new State(server.version(), pin));
    this.relations = pin.relationNames();
    pin.routines().forEach(routine -> routines.add(routine.name()));
    pin.domains().forEach(domain -> domains.add(domain.name()));
    this.changedDomain = changedDomain();
  }

  private static long version(State state) {
    Long known = VERSIONS.get(state);
    return known != null ? known : VERSIONS.putIfAbsent(state, Snapshot.nextVersion());
  }

  /** Returns the view of the server's catalog under the pin. */
  public static PinnedView of(CatalogView server, Pin pin) {
    return new PinnedView(server, pin);
  }

  /** Tells whether this is the view of that very state of the server's catalog under that pin. */
  @SuppressWarnings("ReferenceEquality") // to be asked for each statement; a copy makes a new view
  public boolean isOf(CatalogView otherServer, Pin otherPin) {
    return server == otherServer && pin == otherPin;
  }

  private @Nullable String changedDomain() {
    for (PinnedDomain domain : pin.domains()) {
      Optional<PinnedDomain> now =
          server
              .encryptedType(new RelationName(domain.schema(), domain.name()))
              .map(PinnedDomain::of);
      if (now.isEmpty() || !now.get().equals(domain)) {
        return domain.fullName();
      }
    }
    return null;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public boolean installed() {
    return true;
  }

  @Override
  public boolean pinned() {
    return true;
  }

  @Override
  public boolean mentions(String name) {
    return server.mentions(name)
        || relations.contains(name)
        || routines.contains(name)
        || domains.contains(name);
  }

  @Override
  public Lookup relation(RelationName name) {
    requireDomains();
    Lookup found = server.relation(name);
    if (!relations.contains(name.name()) || found instanceof Lookup.Unknown) {
      return found;
    }
    if (!(found instanceof Lookup.Found known)) {
      throw new PinViolation("The pinned relation " + name + " is not there");
    }
    Relation relation = known.relation();
    PinnedRelation pinned =
        pin.relation(relation.schema(), relation.name())
            .orElseThrow(
                () ->
                    new PinViolation(
                        "The name "
                            + name
                            + " means "
                            + relation.schema()
                            + "."
                            + relation.name()
                            + ", which is not pinned, but a pinned relation has the same name"));
    String difference = pinned.difference(relation);
    if (difference != null) {
      throw new PinViolation("The pinned relation " + pinned.fullName() + " " + difference);
    }
    return found;
  }

  @Override
  public Optional<ColumnType.Encrypted> encryptedType(RelationName name) {
    requireDomains();
    Optional<ColumnType.Encrypted> found = server.encryptedType(name);
    if (domains.contains(name.name())
        && found.filter(type -> pin.domains().contains(PinnedDomain.of(type))).isEmpty()) {
      throw new PinViolation(
          "The type name " + name + " does not mean the pinned domain of that name here");
    }
    return found;
  }

  @Override
  public List<Routine> routines(RelationName name) {
    requireDomains();
    List<Routine> found = server.routines(name);
    if (!routines.contains(name.name())) {
      return found;
    }
    List<PinnedRoutine> now = found.stream().map(PinnedRoutine::of).toList();
    for (PinnedRoutine routine : now) {
      if (!pin.routines().contains(routine)) {
        throw new PinViolation(
            "The routine " + routine.signature() + " is not pinned, or was changed");
      }
    }
    for (PinnedRoutine routine : pin.routines()) {
      if (routine.name().equals(name.name())
          && (name.schema() == null || routine.schema().equals(name.schema()))
          && !now.contains(routine)) {
        throw new PinViolation(
            "The pinned routine " + routine.signature() + " is gone or was changed");
      }
    }
    return found;
  }

  @Override
  public Set<Relation> protectedRelations() {
    return server.protectedRelations();
  }

  private void requireDomains() {
    if (changedDomain != null) {
      throw new PinViolation("The pinned domain " + changedDomain + " is gone or was changed");
    }
  }
}
