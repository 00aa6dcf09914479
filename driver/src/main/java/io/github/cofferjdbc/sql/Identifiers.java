package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.DomainName;
import io.github.cofferjdbc.catalog.RelationName;

/** Names as they are written into a text. Stateless. */
final class Identifiers {
  private Identifiers() {}

  /** Returns the name in double quotes unless it is surely the same without. */
  static String quoted(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || c == '_' || (i > 0 && c >= '0' && c <= '9');
      if (!plain) {
        return RelationName.quoted(name);
      }
    }
    return isSafe(name) ? name : RelationName.quoted(name);
  }

  /** Any other word might be a keyword of some version of PostgreSQL. */
  private static boolean isSafe(String name) {
    return name.equals("public") || name.equals(Mention.SCHEMA) || Mention.isBuiltInDomain(name);
  }

  static String cast(ColumnType.Encrypted type) {
    return "::" + type(type);
  }

  static String type(ColumnType.Encrypted type) {
    DomainName domain = type.domain();
    return quoted(domain.schema()) + "." + quoted(domain.name()) + (type.array() ? "[]" : "");
  }
}
