package io.github.cofferjdbc.admin.bulk;

import java.util.List;

/**
 * What in a database needs a key. Immutable.
 *
 * @param values how many stored values, elements of arrays each counted
 * @param places where they are, with their number, and what else names the key: defaults, views,
 *     routines
 * @param notCounted what may hold values and could not be counted, and why
 */
public record KeyUses(long values, List<String> places, List<String> notCounted) {

  public KeyUses {
    places = List.copyOf(places);
    notCounted = List.copyOf(notCounted);
  }

  /** Tells whether nothing needs the key, as far as can be seen, and everything could be seen. */
  public boolean none() {
    return places.isEmpty() && notCounted.isEmpty();
  }
}
