package io.github.cofferjdbc.admin.bulk;

import java.util.Map;

/**
 * A value that does not authenticate. Immutable.
 *
 * @param table schema and name
 * @param column name
 * @param ctid where the row stood, as PostgreSQL writes it
 * @param key the row's primary key by column, as text; empty if there is none, or if it is
 *     protected itself
 * @param state KE001 if it does not authenticate, KE002 if its key is missing, KE004 if its format
 *     is malformed
 */
public record UnauthenticValue(
    String table, String column, String ctid, Map<String, String> key, String state) {

  public UnauthenticValue {
    key = Map.copyOf(key);
  }
}
