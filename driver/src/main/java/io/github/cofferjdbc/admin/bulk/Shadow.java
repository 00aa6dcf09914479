package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.error.CofferState;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The column beside a column, in which its new values gather, and the trigger that keeps them true:
 * it empties the new value of each row whose value somebody changes, whoever that is.
 *
 * <p>The trigger is ENABLE ALWAYS, so it sees replicated changes too, and bears a name that sorts
 * behind others, so it sees what they made of the row. A row that sets the new value and leaves the
 * old one alone is the command's own.
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

  /** Values that were written before a table had the trigger may be old. */
  private static void mark(Connection connection, ColumnFacts facts, TableRef table)
      throws SQLException {
    boolean marked =
        Session.yes(
            connection,
            "SELECT EXISTS (SELECT FROM pg_trigger WHERE tgenabled = 'A' AND tgrelid = "
                + Integer.toUnsignedString(table.oid())
                + " AND tgname = "
                + Sql.literal(facts.marker())
                + ")");
    if (marked) {
      return;
    }
    Session.execute(
        connection,
        "UPDATE ONLY "
            + table.sqlName()
            + " SET "
            + facts.shadow()
            + " = NULL WHERE "
            + facts.shadow()
            + " IS NOT NULL");
    Session.execute(
        connection,
        "CREATE OR REPLACE TRIGGER "
            + Sql.name(facts.marker())
            + " BEFORE INSERT OR UPDATE ON "
            + table.sqlName()
            + " FOR EACH ROW EXECUTE FUNCTION "
            + Sql.name(facts.root().schema(), facts.marker())
            + "()");
    Session.execute(
        connection,
        "ALTER TABLE " + table.sqlName() + " ENABLE ALWAYS TRIGGER " + Sql.name(facts.marker()));
  }

  /** Tells whether every table has the trigger; to be asked under the lock. */
  static boolean complete(Connection connection, ColumnFacts facts) throws SQLException {
    long marked =
        Session.number(
            connection,
            "SELECT count(*) FROM pg_trigger WHERE tgenabled = 'A' AND tgname = "
                + Sql.literal(facts.marker())
                + " AND tgfoid = (SELECT p.oid FROM pg_proc AS p WHERE p.proname = "
                + Sql.literal(facts.marker())
                + " AND p.pronamespace = "
                + Sql.literal(Sql.name(facts.root().schema()))
                + "::regnamespace)");
    return marked == facts.members().size();
  }

  /** Drops triggers, functions and announcement, in the open transaction; not the column. */
  static void dropMarks(Connection connection, ColumnFacts facts) throws SQLException {
    Session.execute(
        connection,
        "DROP FUNCTION IF EXISTS "
            + Sql.name(facts.root().schema(), facts.marker())
            + "() CASCADE");
    Session.execute(connection, "DROP FUNCTION IF EXISTS " + facts.announcement() + "()");
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
