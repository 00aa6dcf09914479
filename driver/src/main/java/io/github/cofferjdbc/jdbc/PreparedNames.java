package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.sql.plan.NamedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has prepared by SQL's {@code PREPARE}. A transaction's end leaves it, as it
 * leaves the server's. Thread safe.
 */
final class PreparedNames {

  /**
   * More than a session has; the oldest are forgotten, and their EXECUTE with arguments refused.
   */
  private static final int MOST = 10_000;

  private final Map<String, NamedStatement> known = new LinkedHashMap<>();

  /** Plans a text as it was planned when it was sent. */
  interface Planning {
    Planned plan(NamedStatement named) throws SQLException;
  }

  /** Notes what a text that was executed has prepared. */
  void add(Planned planned) {
    if (!planned.plan().named().isEmpty()) { // as nearly always
      addAll(planned);
    }
  }

  private synchronized void addAll(Planned planned) {
    for (NamedStatement named : planned.plan().named()) {
      known.remove(named.name());
      known.put(named.name(), named);
      if (known.size() > MOST) {
        known.remove(known.keySet().iterator().next());
      }
    }
  }

  /** Forgets the names of a text that failed, of which nobody knows how far it came. */
  synchronized void doubt(Planned planned) {
    planned.plan().named().forEach(named -> known.remove(named.name()));
  }

  /** Forgets one name. */
  synchronized void remove(String name) {
    known.remove(name);
  }

  /** Forgets all names. */
  synchronized void clear() {
    known.clear();
  }

  /**
   * Returns what is known of these names, as it would be prepared now.
   *
   * @throws SQLException KE003 if it would be prepared otherwise, because its tables have changed
   */
  Map<String, NamedStatement> current(Set<String> names, Planning planning) throws SQLException {
    Map<String, NamedStatement> current = new HashMap<>();
    for (String name : names) {
      NamedStatement named = known(name);
      if (named == null) {
        continue;
      }
      if (!planning.plan(named).plan().named().contains(named)) {
        throw CofferState.CONSTRUCT_REFUSED.exception(
            "The tables of the prepared statement "
                + name
                + " have other types than when it was prepared: DEALLOCATE it and PREPARE it again.");
      }
      current.put(name, named);
    }
    return current;
  }

  private synchronized @Nullable NamedStatement known(String name) {
    return known.get(name);
  }
}
