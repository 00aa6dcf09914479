package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The triggers of the column beside empty what is no longer true, and cost the filling nothing. */
class ShadowIT {

  private static final String TABLE =
      """
      CREATE TABLE t (id int PRIMARY KEY, secret numeric, more int);
      INSERT INTO t SELECT i, i, i FROM generate_series(1, 50) AS i;
      CREATE FUNCTION rounded() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN IF NEW.more = -1 THEN NEW.secret := round(NEW.secret + 1); END IF; RETURN NEW; END';
      CREATE TRIGGER rounded BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION rounded()
      """;

  private static final String PARTITIONED =
      """
      CREATE TABLE t (id int PRIMARY KEY, secret numeric) PARTITION BY RANGE (id);
      CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (1) TO (51);
      CREATE TABLE t_2 PARTITION OF t FOR VALUES FROM (51) TO (100);
      INSERT INTO t SELECT i, i FROM generate_series(1, 60) AS i
      """;

  /** What the first version made, in one trigger; %1$s is the table's number. */
  private static final String OF_THE_FIRST_VERSION =
      """
      ALTER TABLE t ADD coffer_shadow_2 bytea;
      CREATE FUNCTION "~coffer_shadow_%1$s_2"() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN IF TG_OP = ''INSERT'' THEN NEW.coffer_shadow_2 := NULL; ELSIF
        record_image_ne(ROW(NEW."secret"), ROW(OLD."secret")) THEN NEW.coffer_shadow_2 := NULL;
        END IF; RETURN NEW; END';
      CREATE TRIGGER "~coffer_shadow_%1$s_2" BEFORE INSERT OR UPDATE ON t FOR EACH ROW
        EXECUTE FUNCTION "~coffer_shadow_%1$s_2"();
      ALTER TABLE t ENABLE ALWAYS TRIGGER "~coffer_shadow_%1$s_2";
      CREATE FUNCTION coffer_announced_%1$s_2() RETURNS void LANGUAGE sql AS ''
      """;

  @Test
  void aRowLosesItsNewValueWhenItsValueChangesAndOnlyThen() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLE);
        Connection plain = database.plain()) {
      Shadow.install(plain, facts(database), "pg_catalog.bytea");
      Session.execute(plain, "UPDATE t SET coffer_shadow_2 = '\\x01'");

      Session.execute(plain, "UPDATE t SET more = 7 WHERE id = 1");
      Session.execute(plain, "UPDATE t SET secret = 2 WHERE id = 2");
      assertThat(emptied(plain)).as("the same value").isNull();
      Session.execute(plain, "UPDATE t SET secret = 3.0 WHERE id = 3");
      Session.execute(plain, "UPDATE t SET secret = NULL WHERE id = 4");
      Session.execute(plain, "UPDATE t SET more = -1 WHERE id = 5");
      Session.execute(plain, "UPDATE t SET secret = 8, coffer_shadow_2 = '\\x02' WHERE id = 6");
      Session.execute(plain, "SET session_replication_role = replica");
      Session.execute(plain, "UPDATE t SET secret = 9 WHERE id = 7");
      Session.execute(plain, "INSERT INTO t VALUES (51, 1, 1, '\\x03')");
      assertThat(emptied(plain)).isEqualTo("3,4,5,6,7,51");
    }
  }

  @Test
  void fillingCallsNoFunctionForARow() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLE);
        Connection plain = database.plain()) {
      ColumnFacts facts = facts(database);
      Shadow.install(plain, facts, "pg_catalog.bytea");
      Session.execute(plain, "SET track_functions = 'all'");
      plain.setAutoCommit(false);

      Session.execute(plain, "UPDATE t SET secret = secret + 1");
      Session.execute(plain, "UPDATE t SET coffer_shadow_2 = '\\x01'");
      assertThat(calls(plain, facts)).isZero();
      Session.execute(plain, "UPDATE t SET secret = secret + 1 WHERE id <= 5");
      assertThat(calls(plain, facts)).isEqualTo(5);
    }
  }

  @Test
  void whatTheFirstVersionBeganIsCompletedOrUndone() throws SQLException {
    for (boolean abort : new boolean[] {false, true}) {
      try (ProtectedDatabase database = ProtectedDatabase.with(TABLE)) {
        begunByTheFirstVersion(database, Integer.toUnsignedString(facts(database).root().oid()));
        end(database, abort);
      }
    }
  }

  @Test
  void whatWasBegunBeforeADumpIsCompletedOrUndoneInTheDatabaseThatItWasRestoredTo()
      throws SQLException {
    for (boolean abort : new boolean[] {false, true}) {
      try (ProtectedDatabase database = ProtectedDatabase.with(TABLE)) {
        begunByTheFirstVersion(database, "4000000000");
        end(database, abort);
      }
    }
  }

  @Test
  void aTriggerThatWouldChangeTheValueBehindItsBackIsRefused() throws SQLException {
    for (String name : List.of("~~rounded", "\u00fcberschreiben", "\u89e6\u53d1\u5668")) {
      try (ProtectedDatabase database = ProtectedDatabase.with(TABLE);
          Connection plain = database.plain()) {
        Session.execute(plain, "ALTER TRIGGER rounded ON t RENAME TO " + Sql.name(name));
        assertThatThrownBy(() -> end(database, false))
            .hasMessageContaining(name)
            .hasMessageContaining("nothing was changed")
            .extracting(e -> ((SQLException) e).getSQLState())
            .isEqualTo("KE003");
        ColumnMigrationIT.assertNothingLeft(database);
        Session.execute(plain, "DROP TRIGGER " + Sql.name(name) + " ON t");
        end(database, false);
      }
    }
  }

  @Test
  void aPartitionThatIsDetachedMeanwhileDoesNotKeepTheOthersFromBeingCompleted()
      throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(PARTITIONED);
        Connection plain = database.plain()) {
      Shadow.install(plain, facts(database), "pg_catalog.bytea");
      Session.execute(plain, "ALTER TABLE t DETACH PARTITION t_2");

      assertThat(run(database).rows()).isEqualTo(50);
      Session.execute(plain, "UPDATE t_2 SET secret = 1");
      Session.execute(plain, "ALTER TABLE t_2 DROP COLUMN coffer_shadow_2");
      ColumnMigrationIT.assertNothingLeft(database);
    }
  }

  /** The row comes with its new value from a partition that has the triggers. */
  @Test
  void aRowThatMovesToANewPartitionWhileItGetsItsTriggersLosesItsNewValue() throws Exception {
    try (ProtectedDatabase database =
            ProtectedDatabase.with(
                """
                CREATE TABLE t (id int, secret numeric) PARTITION BY RANGE (id);
                CREATE TABLE low PARTITION OF t FOR VALUES FROM (1) TO (200) PARTITION BY RANGE (id);
                CREATE TABLE low_1 PARTITION OF low FOR VALUES FROM (1) TO (100);
                INSERT INTO t SELECT i, i FROM generate_series(1, 50) AS i
                """);
        Connection plain = database.plain();
        Connection writer = database.plain()) {
      ExecutorService executor = Executors.newSingleThreadExecutor();
      Shadow.install(plain, facts(database), "pg_catalog.bytea");
      Session.execute(plain, "UPDATE t SET coffer_shadow_2 = '\\x01'");
      Session.execute(plain, "CREATE TABLE low_2 PARTITION OF low FOR VALUES FROM (100) TO (200)");
      ColumnFacts facts = facts(database);
      writer.setAutoCommit(false);
      // Once before, since a session locks the parents until it knows the partitions' bounds.
      Session.execute(writer, "UPDATE low SET id = 100 WHERE id = 1");
      writer.rollback();
      Session.execute(writer, "UPDATE low SET id = 100 WHERE id = 1");
      Session.execute(writer, "UPDATE low_2 SET secret = 777");
      try (Connection control = database.plain()) {
        Session.prepare(control);
        Future<?> install =
            executor.submit(
                () -> {
                  Shadow.install(control, facts, "pg_catalog.bytea");
                  return null;
                });
        while (!install.isDone()
            && !Session.yes(plain, "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")) {
          Thread.onSpinWait();
        }
        writer.commit();
        install.get();
      } finally {
        executor.shutdownNow();
      }
      assertThat(Session.text(plain, "SELECT coffer_shadow_2 FROM low_2 WHERE id = 100")).isNull();
    }
  }

  /** Column and trigger as a run leaves them that was cut off before the first batch. */
  private static void begunByTheFirstVersion(ProtectedDatabase database, String number)
      throws SQLException {
    database.database().execute(OF_THE_FIRST_VERSION.formatted(number));
  }

  private static void end(ProtectedDatabase database, boolean abort) throws SQLException {
    String sum = "SELECT sum(secret)::int8 FROM t";
    if (abort) {
      assertThat(ColumnMigration.abort(database::plain, settings(database), request())).isTrue();
      try (Connection plain = database.plain()) {
        assertThat(Session.number(plain, sum)).isEqualTo(1275);
      }
    } else {
      assertThat(run(database).rows()).isEqualTo(50);
      assertThat(Verify.run(database::plain, database.settings(), null, 1, Progress.NONE).values())
          .isEqualTo(50);
    }
    ColumnMigrationIT.assertNothingLeft(database);
  }

  private static MigrationResult run(ProtectedDatabase database) throws SQLException {
    return ColumnMigration.run(database::plain, settings(database), request(), Progress.NONE);
  }

  private static Settings settings(ProtectedDatabase database) throws SQLException {
    return database.settings().with(Setting.CATALOG_TTL, "PT0.01S");
  }

  private static MigrationRequest request() throws SQLException {
    return MigrationRequest.encrypt(ObjectName.parse("t.secret"), "encrypted.numeric_random", 1);
  }

  private static ColumnFacts facts(ProtectedDatabase database) throws SQLException {
    try (Connection plain = database.plain()) {
      int oid = (int) Session.number(plain, "SELECT 't'::regclass::oid::int8");
      Session.prepare(plain);
      return FactsReader.read(plain, oid, "secret");
    }
  }

  private static @Nullable String emptied(Connection plain) throws SQLException {
    return Session.text(
        plain, "SELECT string_agg(id::text, ',' ORDER BY id) FROM t WHERE coffer_shadow_2 IS NULL");
  }

  private static long calls(Connection plain, ColumnFacts facts) throws SQLException {
    return Session.number(
        plain,
        "SELECT coalesce(sum(calls), 0) FROM pg_stat_xact_user_functions WHERE funcname = "
            + Sql.literal(facts.marker()));
  }
}
