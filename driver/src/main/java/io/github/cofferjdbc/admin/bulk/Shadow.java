package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.error.CofferState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The column beside a column, in which its new values gather, and the triggers that keep them true:
 * they empty the new value of each row whose value somebody changes, whoever that is.
 *
 * <p>The triggers are ENABLE ALWAYS, so they see replicated changes too, and bear names that sort
 * behind others, so they see what these made of the row. A row that sets the new value and leaves
 * the old one alone is the command's own. Their WHEN conditions spare its rows, and those that are
 * not filled yet, the call into PL/pgSQL.
 *
 * <p>Column, triggers and function are made in one transaction, and dropped in one. No state.
 */
final class Shadow {

  private static final int ATTEMPTS = 60;
  private static final int PATIENCE_MILLIS = 2000;

  private Shadow() {}

  /** Tells whether the column beside is there, from a run that was cut off. */
  static boolean exists(Connection connection, ColumnFacts facts) throws SQLException {
    return Session.yes(
        connection,
        "SELECT EXISTS (SELECT FROM pg_attribute WHERE NOT attisdropped AND attrelid = "
            + Integer.toUnsignedString(facts.root().oid())
            + " AND attname = "
            + Sql.literal(facts.shadow())
            + ")");
  }

  /**
   * Makes it, or what a new partition lacks.
   *
   * @param type its type in SQL
   * @throws SQLException KE006 if a column beside of another type is there
   */
  static void install(Connection connection, ColumnFacts facts, String type) throws SQLException {
    if (exists(connection, facts)) {
      requireType(connection, facts, type);
    }
    patiently(
        connection,
        () -> {
          Session.execute(
              connection,
              "ALTER TABLE "
                  + facts.root().sqlName()
                  + " ADD COLUMN IF NOT EXISTS "
                  + facts.shadow()
                  + " "
                  + type);
          Session.execute(connection, function(facts));
          for (TableRef table : facts.members()) {
            mark(connection, facts, table);
          }
        });
  }

  private static void requireType(Connection connection, ColumnFacts facts, String type)
      throws SQLException {
    boolean same =
        Session.yes(
            connection,
            "SELECT atttypid = "
                + Sql.literal(type)
                + "::regtype FROM pg_attribute WHERE NOT attisdropped AND attrelid = "
                + Integer.toUnsignedString(facts.root().oid())
                + " AND attname = "
                + Sql.literal(facts.shadow()));
    if (!same) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "The column "
              + facts.shadow()
              + " of "
              + facts.root().displayName()
              + " is of another type than this command makes: finish the command that was begun, or"
              + " undo it with --abort.");
    }
  }

  private static String function(ColumnFacts facts) {
    String column = Sql.name(facts.name());
    String body =
        "BEGIN IF TG_OP OPERATOR(pg_catalog.=) 'INSERT' THEN NEW."
            + facts.shadow()
            + " := NULL; ELSIF pg_catalog.record_image_ne(ROW(NEW."
            + column
            + "), ROW(OLD."
            + column
            + ")) THEN NEW."
            + facts.shadow()
            + " := NULL; END IF; RETURN NEW; END";
    return "CREATE OR REPLACE FUNCTION "
        + Sql.name(facts.root().schema(), facts.marker())
        + "() RETURNS pg_catalog.trigger LANGUAGE plpgsql AS "
        + Sql.literal(body);
  }

  /** Values that were written before a table had the triggers may be old. */
  private static void mark(Connection connection, ColumnFacts facts, TableRef table)
      throws SQLException {
    if (Session.yes(
        connection,
        "SELECT " + Integer.toUnsignedString(table.oid()) + " IN (" + marked(facts) + ")")) {
      return;
    }
    // A new partition is not locked with the others, and rows come to it from those.
    Session.execute(
        connection, "LOCK TABLE ONLY " + table.sqlName() + " IN SHARE ROW EXCLUSIVE MODE");
    Session.execute(
        connection,
        "UPDATE ONLY "
            + table.sqlName()
            + " SET "
            + facts.shadow()
            + " = NULL WHERE "
            + facts.shadow()
            + " IS NOT NULL");
    String shadow = "NEW." + facts.shadow() + " IS NOT NULL";
    String column = Sql.name(facts.name());
    trigger(connection, facts, table, facts.insertMarker(), "INSERT", shadow);
    trigger(
        connection,
        facts,
        table,
        facts.marker(),
        "UPDATE",
        shadow
            + " AND pg_catalog.record_image_ne(ROW(NEW."
            + column
            + "), ROW(OLD."
            + column
            + "))");
  }

  private static void trigger(
      Connection connection,
      ColumnFacts facts,
      TableRef table,
      String name,
      String event,
      String condition)
      throws SQLException {
    Session.execute(
        connection,
        "CREATE OR REPLACE TRIGGER "
            + Sql.name(name)
            + " BEFORE "
            + event
            + " ON "
            + table.sqlName()
            + " FOR EACH ROW WHEN ("
            + condition
            + ") EXECUTE FUNCTION "
            + Sql.name(facts.root().schema(), facts.marker())
            + "()");
    Session.execute(
        connection, "ALTER TABLE " + table.sqlName() + " ENABLE ALWAYS TRIGGER " + Sql.name(name));
  }

  /**
   * Returns the query for the tables that have the trigger for both INSERT and UPDATE: as two, or
   * as one without a condition, as they were made at first.
   */
  private static String marked(ColumnFacts facts) {
    return "SELECT tgrelid FROM pg_trigger WHERE tgenabled = 'A' AND tgname IN ("
        + Sql.literal(facts.marker())
        + ", "
        + Sql.literal(facts.insertMarker())
        + ") AND tgfoid = (SELECT p.oid FROM pg_proc AS p WHERE p.proname = "
        + Sql.literal(facts.marker())
        + " AND p.pronamespace = "
        + Sql.literal(Sql.name(facts.root().schema()))
        + "::regnamespace) GROUP BY tgrelid HAVING "
        + Triggers.has("bit_or(tgtype)", Triggers.BEFORE_INSERT_OR_UPDATE_EACH_ROW);
  }

  /**
   * Tells whether every table has the triggers, also if one that was detached meanwhile has them
   * still; to be asked under the lock.
   */
  static boolean complete(Connection connection, ColumnFacts facts) throws SQLException {
    long marked =
        Session.number(
            connection,
            "SELECT count(*) FROM ("
                + marked(facts)
                + ") AS marked WHERE tgrelid IN ("
                + TablePages.Table.oids(facts.members())
                + ")");
    return marked == facts.members().size();
  }

  /** Drops triggers, functions and announcement, in the open transaction; not the column. */
  static void dropMarks(Connection connection, ColumnFacts facts) throws SQLException {
    for (String each : restoredMarkers(connection, facts)) {
      String announcement = each.replace(Triggers.MARKER, "coffer_announced_");
      Session.execute(
          connection,
          "DROP FUNCTION IF EXISTS "
              + Sql.name(facts.root().schema(), each)
              + "(), "
              + Sql.name(facts.root().schema(), announcement)
              + "() CASCADE");
    }
    Session.execute(
        connection,
        "DROP FUNCTION IF EXISTS "
            + Sql.name(facts.root().schema(), facts.marker())
            + "() CASCADE");
    Session.execute(connection, "DROP FUNCTION IF EXISTS " + facts.announcement() + "()");
  }

  /** Returns what this column's marker was called where a dump that was restored came from. */
  private static List<String> restoredMarkers(Connection connection, ColumnFacts facts)
      throws SQLException {
    List<String> markers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT DISTINCT p.proname FROM pg_trigger AS g JOIN pg_proc AS p ON p.oid ="
                    + " g.tgfoid WHERE g.tgrelid IN ("
                    + TablePages.Table.oids(facts.members())
                    + ") AND p.proname ~ '^"
                    + Triggers.MARKER
                    + "[0-9]+_"
                    + facts.number()
                    + "$' AND p.proname <> "
                    + Sql.literal(facts.marker()))) {
      while (result.next()) {
        markers.add(result.getString(1));
      }
    }
    return markers;
  }

  /** Drops all of it; what was there of new values is lost. */
  static void abort(Connection connection, ColumnFacts facts) throws SQLException {
    patiently(
        connection,
        () -> {
          dropMarks(connection, facts);
          Session.execute(
              connection,
              "ALTER TABLE " + facts.root().sqlName() + " DROP COLUMN IF EXISTS " + facts.shadow());
        });
  }

  /** Statements that need a lock which stops everybody. */
  interface Steps {
    void run() throws SQLException;
  }

  /**
   * Runs statements in one transaction without making others queue behind a lock that it waits for:
   * it waits shortly, and tries again later.
   */
  static void patiently(Connection connection, Steps steps) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      connection.setAutoCommit(false);
      try {
        Session.execute(connection, "SET LOCAL lock_timeout = " + PATIENCE_MILLIS);
        steps.run();
        connection.commit();
        return;
      } catch (SQLException e) {
        connection.rollback();
        if (!Session.isOfLock(e) || attempt == ATTEMPTS) {
          throw e;
        }
      } catch (RuntimeException | Error e) {
        connection.rollback(); // the mode that follows would commit
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
      Session.pause(100L * Math.min(attempt, 20));
    }
  }
}
