package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.error.CofferState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The short end of a decryption ({@code --swap=rename}): the old column is dropped, and the one
 * beside takes its name, and all that it had. No row is written.
 *
 * <p>An encryption cannot end so. PostgreSQL writes the whole table anew, locked, when a column of
 * a domain with a CHECK is added (tried on 14 and 18), so the lock would only come at the
 * beginning; and the plaintext of a dropped column stays in every row. No state.
 */
final class Renaming {

  private Renaming() {}

  /** Returns what stands against it, for people. */
  static List<String> obstacles(Connection connection, Migration migration) throws SQLException {
    ColumnFacts facts = migration.facts();
    List<String> obstacles = new ArrayList<>();
    if (migration.encrypting()) {
      obstacles.add(
          "--swap=rename is for decrypt: the server would write the table anew nevertheless, for the"
              + " new column's CHECK, and the plaintext would stay in every row; leave it out");
    }
    if (facts.root().kind() != 'r' || facts.members().size() != 1) {
      obstacles.add("--swap=rename is not for tables with partitions or inheriting tables");
    }
    for (String each : ColumnExtras.obstacles(connection, facts)) {
      obstacles.add(each + ", which --swap=rename cannot keep");
    }
    for (IndexTwin each : IndexTwins.read(connection, facts)) {
      if (each.obstacle() != null) {
        obstacles.add(
            "index "
                + each.name()
                + " "
                + each.obstacle()
                + ", which --swap=rename cannot keep: drop it first");
      }
    }
    return obstacles;
  }

  /**
   * Does it in the open transaction, which holds the table.
   *
   * @return the column as it is then
   * @throws SQLException KE006 if its indexes were changed meanwhile
   */
  static ColumnFacts run(Connection connection, Migration migration) throws SQLException {
    ColumnFacts facts = migration.facts();
    List<IndexTwin> twins = IndexTwins.read(connection, facts);
    if (!obstacles(connection, migration).isEmpty()
        || !IndexTwins.complete(connection, facts, twins)) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "What depends on "
              + facts.displayName()
              + " was changed meanwhile: run the command again, or undo it with --abort.");
    }
    List<String> extras = ColumnExtras.statements(connection, facts);
    String table = "ALTER TABLE " + facts.root().sqlName();
    Session.execute(connection, table + " DROP COLUMN " + Sql.name(facts.name()));
    Session.execute(
        connection, table + " RENAME COLUMN " + facts.shadow() + " TO " + Sql.name(facts.name()));
    for (String each : extras) {
      Session.execute(connection, each);
    }
    IndexTwins.adopt(connection, facts, twins);
    return FactsReader.read(connection, facts.root().oid(), facts.name());
  }
}
