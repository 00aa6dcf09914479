package io.github.cofferjdbc.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which scope each domain has: its own if it was registered, else that of the domain below it.
 *
 * <p>The key store decides. Beside it the server's domain has a constraint that names the scope, so
 * that a process notices when another one has registered it since. Where the constraint names a
 * scope that the key store does not have for the domain, the domain is refused: either what is
 * known of the key store is too old, or somebody made the constraint. Used by one thread.
 */
public final class DomainScopes {

  /** What the name of the constraint begins with; the scope's id follows. */
  public static final String CONSTRAINT = "coffer_scope_";

  private final ScopeRegistry registry;
  private final Map<Integer, CatalogRow> domains = new HashMap<>();

  DomainScopes(ScopeRegistry registry) {
    this.registry = registry;
  }

  void add(CatalogRow row) {
    if (row.third().equals("d")) {
      domains.put(row.oid(), row);
    }
  }

  /** Tells whether there are users' domains. */
  boolean own() {
    for (CatalogRow row : domains.values()) {
      if (row.oid() != row.type()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the scope of a domain, 0 and no modifier if none, or empty if it is in doubt. */
  Optional<ScopeRegistry.Scope> scope(int oid) {
    ScopeRegistry.Scope found = new ScopeRegistry.Scope(0, null);
    int claimed = 0;
    int left = domains.size();
    for (CatalogRow at = domains.get(oid);
        at != null && left > 0 && at.oid() != at.type();
        at = domains.get(below(at)), left--) {
      claimed = claimed == 0 ? claimed(at) : claimed;
      Optional<ScopeRegistry.Scope> own = registry.scope(at.first(), at.second(), claimed(at));
      if (own.isPresent()) {
        found = own.get();
        break;
      }
    }
    return claimed == 0 || claimed == found.id() ? Optional.of(found) : Optional.empty();
  }

  private static int below(CatalogRow row) {
    String below = row.typeNamed();
    return (int) Long.parseLong(below.substring(0, below.indexOf(' ')));
  }

  /** Returns the scope that the domain's constraint names, 0 if it has none. */
  static int claimed(CatalogRow row) {
    String name = row.typeNamed().substring(row.typeNamed().indexOf(' ') + 1);
    String digits = name.startsWith(CONSTRAINT) ? name.substring(CONSTRAINT.length()) : "";
    return digits.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(digits) : 0;
  }
}
