package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A decryption that ends by renaming keeps everything but the type and the column's place. */
class RenamingIT {

  private static final MigrationRequest.SwapMode RENAME = MigrationRequest.SwapMode.RENAME;

  private static final String PERSON =
      """
      DROP ROLE IF EXISTS coffer_renamer; CREATE ROLE coffer_renamer;
      CREATE TABLE person (id int, "Ssn" text NOT NULL DEFAULT 'none''s', mail text, tags text[],
        born date CHECK (born IS NOT NULL), code int,
        CONSTRAINT person_key PRIMARY KEY (id, "Ssn") INCLUDE (code),
        CONSTRAINT mail_once UNIQUE (mail) DEFERRABLE INITIALLY DEFERRED);
      CREATE UNIQUE INDEX once ON person ("Ssn", code DESC, id DESC NULLS LAST)
        WITH (fillfactor = 70);
      CREATE INDEX hashed ON person USING hash ("Ssn");
      CREATE INDEX mails ON person (code NULLS FIRST, mail) INCLUDE ("Ssn");
      COMMENT ON COLUMN person."Ssn" IS 'a column''s \\ comment';
      COMMENT ON INDEX once IS 'an index''s comment';
      COMMENT ON CONSTRAINT person_key ON person IS 'a constraint''s comment';
      COMMENT ON CONSTRAINT person_born_check ON person IS 'a check''s comment';
      ALTER TABLE person ALTER "Ssn" SET STATISTICS 200;
      ALTER TABLE person ALTER "Ssn" SET (n_distinct = -0.5);
      GRANT SELECT ("Ssn"), UPDATE ("Ssn") ON person TO coffer_renamer WITH GRANT OPTION;
      GRANT SELECT ("Ssn") ON person TO PUBLIC;
      INSERT INTO person SELECT i, 'number ' || i, 'm' || i, ARRAY['a', NULL, 'b' || i],
        date '1950-01-01' + i, i % 7 FROM generate_series(1, 500) AS i
      """;

  @Test
  void everythingAboutTheColumnsStaysButTypeAndPlace() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(PERSON)) {
      String facts = facts(database);
      String rows = rows(database);
      for (String column : new String[] {"\"Ssn\"", "mail"}) {
        encrypt(database, column, "encrypted.text_eq");
      }
      encrypt(database, "born", "encrypted.date_random");
      encrypt(database, "tags", "encrypted.text_random[]");
      assertThat(rows(database)).isNotEqualTo(rows);
      String file = file(database);

      MigrationResult result = decrypt(database, "\"Ssn\"");
      for (String column : new String[] {"mail", "born", "tags"}) {
        decrypt(database, column);
      }

      assertThat(result.rows()).isEqualTo(500);
      assertThat(result.notes()).anyMatch(note -> note.contains("the table's last"));
      assertThat(file(database)).as("no rewrite").isEqualTo(file);
      assertThat(facts(database)).isEqualTo(facts);
      assertThat(rows(database)).isEqualTo(rows);
      assertThat(columns(database)).isEqualTo("id,code,Ssn,mail,born,tags");
      ColumnMigrationIT.assertNothingLeft(database);
      try (Connection coffer = database.coffer()) {
        Session.execute(
            coffer, "INSERT INTO person (id, mail, born) VALUES (0, 'x', '2020-01-01')");
        assertThat(Session.text(coffer, "SELECT \"Ssn\" FROM person WHERE mail = 'x'"))
            .isEqualTo("none's");
        assertThatThrownBy(
                () ->
                    Session.execute(
                        coffer, "INSERT INTO person (id, mail, born) VALUES (-1, 'x', now())"))
            .extracting(e -> ((SQLException) e).getSQLState())
            .isEqualTo("23505");
      }
      database.database().execute("DROP OWNED BY coffer_renamer; DROP ROLE coffer_renamer");
    }
  }

  @Test
  void whatCannotBeKeptIsNamedBeforeAnythingIsChanged() throws SQLException {
    try (ProtectedDatabase database =
        ProtectedDatabase.with(
            """
            CREATE TABLE person (id int PRIMARY KEY, a encrypted.text_eq NOT NULL UNIQUE,
              b encrypted.text_eq, c encrypted.text_eq, d encrypted.text_eq, e text,
              f encrypted.text_eq, g encrypted.text_eq);
            -- As SECURITY LABEL leaves it; the server of the tests has no provider of labels.
            INSERT INTO pg_seclabel (objoid, classoid, objsubid, provider, label)
              VALUES ('person'::regclass, 'pg_class'::regclass, 8, 'selinux', 'secret_t');
            ALTER TABLE person REPLICA IDENTITY USING INDEX person_a_key;
            CREATE STATISTICS both_of_them ON b, id FROM person;
            CREATE INDEX other ON person (c, e COLLATE "C");
            CREATE INDEX sorted ON person (d); CLUSTER person USING sorted;
            CREATE TABLE parent (a encrypted.text_eq);
            CREATE TABLE child () INHERITS (parent);
            CREATE TABLE sliced (id int, a encrypted.text_eq) PARTITION BY RANGE (id);
            GRANT SELECT (f) ON person TO pg_monitor WITH GRANT OPTION;
            SET ROLE pg_monitor; GRANT SELECT (f) ON person TO PUBLIC; RESET ROLE
            """)) {
      refused(database, "person.a", "person_a_key is the table's replica identity");
      refused(database, "person.b", "the statistics both_of_them are over it");
      refused(database, "person.c", "other has a collation of its own");
      refused(database, "person.d", "sorted is what the table is clustered on");
      refused(database, "person.f", "rights on it were granted by others than the table's owner");
      refused(database, "person.g", "it has a security label, which --swap=rename cannot keep");
      refused(database, "parent.a", "not for tables with partitions or inheriting tables");
      refused(database, "sliced.a", "not for tables with partitions or inheriting tables");
      assertThatThrownBy(
              () ->
                  ColumnMigration.run(
                      database::plain,
                      settings(database),
                      MigrationRequest.encrypt(
                              ObjectName.parse("person.e"), "encrypted.text_random", 1)
                          .with(RENAME),
                      Progress.NONE))
          .hasMessageContaining("--swap=rename is for decrypt")
          .hasMessageContaining("nothing was changed");
      ColumnMigrationIT.assertNothingLeft(database);
    }
  }

  /** Why an encryption cannot end so: the lock that it would spare comes at the beginning. */
  @Test
  void theServerWritesTheTableAnewForAColumnOfADomainWithACheck() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(PERSON)) {
      String file = file(database);
      database.database().execute("ALTER TABLE person ADD more text");
      assertThat(file(database)).isEqualTo(file);
      database.database().execute("ALTER TABLE person ADD secret encrypted.text_random");
      assertThat(file(database)).isNotEqualTo(file);
      database.database().execute("DROP OWNED BY coffer_renamer; DROP ROLE coffer_renamer");
    }
  }

  private static Settings settings(ProtectedDatabase database) throws SQLException {
    return database.settings().with(Setting.CATALOG_TTL, "PT0.05S");
  }

  private static void encrypt(ProtectedDatabase database, String column, String type)
      throws SQLException {
    ColumnMigration.run(
        database::plain,
        settings(database),
        MigrationRequest.encrypt(ObjectName.parse("person." + column), type, 2),
        Progress.NONE);
  }

  private static MigrationResult decrypt(ProtectedDatabase database, String column)
      throws SQLException {
    return ColumnMigration.run(
        database::plain,
        settings(database),
        MigrationRequest.decrypt(ObjectName.parse("person." + column), 2).with(RENAME),
        Progress.NONE);
  }

  private static void refused(ProtectedDatabase database, String column, String reason) {
    assertThatThrownBy(
            () ->
                ColumnMigration.run(
                    database::plain,
                    settings(database),
                    MigrationRequest.decrypt(ObjectName.parse(column), 1).with(RENAME),
                    Progress.NONE))
        .as(column)
        .hasMessageContaining(reason)
        .hasMessageContaining("nothing was changed")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE003");
  }

  private static String text(ProtectedDatabase database, String query) throws SQLException {
    try (Connection plain = database.plain()) {
      return Objects.requireNonNull(Session.text(plain, query));
    }
  }

  private static String file(ProtectedDatabase database) throws SQLException {
    return text(database, "SELECT pg_relation_filepath('person')");
  }

  private static String columns(ProtectedDatabase database) throws SQLException {
    return text(
        database,
        "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid ="
            + " 'person'::regclass AND attnum > 0 AND NOT attisdropped");
  }

  private static String rows(ProtectedDatabase database) throws SQLException {
    return text(
        database,
        "SELECT string_agg(concat_ws('|', id, \"Ssn\", mail, tags, born, code), ';' ORDER BY id)"
            + " FROM person");
  }

  /** Everything that the catalog has of columns, indexes and constraints but numbers and types. */
  private static String facts(ProtectedDatabase database) throws SQLException {
    return text(
        database,
        """
        SELECT string_agg(concat_ws(' ', attname, attnotnull, atthasdef, attstattarget, attoptions,
            (SELECT string_agg(x::text, ' ' ORDER BY x::text) FROM aclexplode(attacl) AS x),
            col_description(attrelid, attnum)), ';' ORDER BY attname)
          || (SELECT string_agg(concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid, indisprimary,
              obj_description(indexrelid, 'pg_class')), ';' ORDER BY indexrelid::regclass::text)
            FROM pg_index WHERE indrelid = 'person'::regclass)
          || (SELECT string_agg(concat_ws(' ', conname, pg_get_constraintdef(oid), condeferred,
              convalidated, obj_description(oid, 'pg_constraint')), ';' ORDER BY conname)
            FROM pg_constraint WHERE conrelid = 'person'::regclass)
        FROM pg_attribute WHERE attrelid = 'person'::regclass AND attnum > 0 AND NOT attisdropped
        """);
  }
}
