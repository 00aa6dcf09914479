package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Encrypt and decrypt keep everything but the type. */
class ColumnMigrationIT {

  private static final String PATIENT =
      """
      CREATE TABLE patient (id bigint PRIMARY KEY, "Ssn" varchar(20) NOT NULL DEFAULT 'none''s',
        born date, note text, tags text[], mail text UNIQUE);
      CREATE INDEX by_ssn ON patient ("Ssn");
      CREATE INDEX by_mail ON patient USING hash (mail);
      COMMENT ON COLUMN patient."Ssn" IS 'a comment';
      INSERT INTO patient SELECT i, 'number ' || i % 700, date '1950-01-01' + i,
        CASE WHEN i % 10 > 0 THEN repeat('n', i % 300) END, ARRAY['a', NULL, 'b' || i],
        'm' || i || '@example.org'
        FROM generate_series(1, 3000) AS i
      """;

  @Test
  void everythingAboutTheColumnStaysButItsType() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(PATIENT)) {
      database
          .database()
          .execute(
              "DROP ROLE IF EXISTS coffer_reader; CREATE ROLE coffer_reader;"
                  + "GRANT SELECT (\"Ssn\"), UPDATE (\"Ssn\") ON patient TO coffer_reader");
      String rows = rows(database.plain(), "patient");
      String facts = facts(database);

      MigrationResult ssn = encrypt(database, "patient.\"Ssn\"", "encrypted.text_eq");
      encrypt(database, "patient.born", "encrypted.date_random");
      encrypt(database, "patient.note", "encrypted.text_random");
      encrypt(database, "public.patient.tags", "encrypted.text_eq[]");
      encrypt(database, "patient.mail", "encrypted.text_eq");

      assertThat(ssn.changed()).isTrue();
      assertThat(ssn.rows()).isEqualTo(3000);
      assertThat(ssn.leftovers()).hasSizeGreaterThan(3);
      assertThat(ssn.notes()).anyMatch(note -> note.contains("character varying(20)"));
      assertThat(facts(database)).isEqualTo(facts);
      assertThat(types(database))
          .containsExactly(
              "bigint",
              "encrypted.text_eq",
              "encrypted.date_random",
              "encrypted.text_random",
              "encrypted.text_eq[]",
              "encrypted.text_eq");
      assertThat(rows(database.coffer(), "patient")).isEqualTo(rows);
      assertThat(verified(database)).isEqualTo(3000L * 3 + 2700 + 6000);
      assertNothingLeft(database);
      try (Connection coffer = database.coffer();
          Statement statement = coffer.createStatement()) {
        statement.execute("INSERT INTO patient (id, mail) VALUES (0, 'x')");
        try (ResultSet result =
            statement.executeQuery("SELECT \"Ssn\", born FROM patient WHERE \"Ssn\" = 'none''s'")) {
          assertThat(result.next()).isTrue();
          assertThat(result.getString(1)).isEqualTo("none's");
        }
        assertThatThrownBy(
                () -> statement.execute("INSERT INTO patient (id, mail) VALUES (-1, 'x')"))
            .extracting(e -> ((SQLException) e).getSQLState())
            .isEqualTo("23505");
        statement.execute("DELETE FROM patient WHERE id = 0");
      }

      for (String column : List.of("\"Ssn\"", "born", "note", "tags", "mail")) {
        decrypt(database, "patient." + column);
      }

      assertThat(types(database))
          .containsExactly("bigint", "text", "date", "text", "text[]", "text");
      assertThat(rows(database.plain(), "patient")).isEqualTo(rows);
      assertThat(facts(database)).isEqualTo(facts);
      assertThat(
              Session.text(database.plain(), "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef"))
          .isEqualTo("'none''s'::text");
      assertNothingLeft(database);
      database.database().execute("DROP OWNED BY coffer_reader; DROP ROLE coffer_reader");
    }
  }

  @Test
  void everyTypeGoesThereAndBack() throws SQLException {
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("bool", "true,false"),
            Map.entry("int2", "-32768,0,32767"),
            Map.entry("int4", "-2147483648,7"),
            Map.entry("int8", "9223372036854775807"),
            Map.entry("float4", "1.5,NaN,-Infinity,1e-30"),
            Map.entry("float8", "0.1,1e300,NaN"),
            Map.entry("numeric", "12.3400,NaN,-0.000001,1e40"),
            Map.entry("text", "a,é€😀,x y"),
            Map.entry("bpchar", "a,b c"),
            Map.entry("bytea", "\\x,\\x00ff"),
            Map.entry("date", "2020-02-29,infinity,0044-03-15 BC"),
            Map.entry("time", "23:59:59.999999,24:00:00"),
            Map.entry("timestamp", "2020-01-01 00:00:00.000001,-infinity"),
            Map.entry("timestamptz", "2020-06-01 12:00:00+02,infinity"),
            Map.entry("uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
            Map.entry("json", "{ \"a\" : 1 }"),
            Map.entry("jsonb", "{\"b\": [1; null]}"));
    StringBuilder tables = new StringBuilder();
    values.forEach(
        (type, texts) -> {
          tables.append("CREATE TABLE of_%s (c %s);".formatted(type, type));
          for (String text : texts.split(",", -1)) {
            tables.append(
                "INSERT INTO of_%s VALUES ('%s');".formatted(type, text.replace(';', ',')));
          }
          tables.append("INSERT INTO of_%s VALUES (NULL);".formatted(type));
        });
    try (ProtectedDatabase database = ProtectedDatabase.with(tables.toString())) {
      for (String type : values.keySet()) {
        String table = "of_" + type;
        String rows = rows(database.plain(), table);
        encrypt(database, table + ".c", "encrypted." + type + "_random");
        assertThat(rows(database.coffer(), table)).as(type).isEqualTo(rows);
        decrypt(database, table + ".c");
        assertThat(rows(database.plain(), table)).as(type).isEqualTo(rows);
      }
      assertNothingLeft(database);
    }
  }

  @Test
  void partitionsAndInheritingTablesChangeWithTheTable() throws SQLException {
    try (ProtectedDatabase database =
        ProtectedDatabase.with(
            """
            CREATE TABLE visit (day date, code text, cost numeric(10,2), UNIQUE (day, code))
              PARTITION BY RANGE (day);
            CREATE TABLE visit_1 PARTITION OF visit FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            CREATE TABLE visit_2 PARTITION OF visit FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
              PARTITION BY LIST (code);
            CREATE TABLE visit_2a PARTITION OF visit_2 DEFAULT;
            INSERT INTO visit SELECT date '2025-06-01' + i, 'c' || i, i / 7.0
              FROM generate_series(0, 499) AS i;
            CREATE TABLE base (id int, secret int);
            CREATE TABLE derived (more text) INHERITS (base);
            INSERT INTO base SELECT i, i FROM generate_series(1, 100) AS i;
            INSERT INTO derived SELECT i, i, 'x' FROM generate_series(101, 200) AS i
            """)) {
      String visits = rows(database.plain(), "visit");
      String secrets = rows(database.plain(), "base");

      encrypt(database, "visit.cost", "encrypted.numeric_random");
      encrypt(database, "base.secret", "encrypted.int8_eq");

      assertThat(rows(database.coffer(), "visit")).isEqualTo(visits);
      assertThat(rows(database.coffer(), "base")).isEqualTo(secrets);
      assertThat(verified(database)).isEqualTo(700);
      assertNothingLeft(database);
      assertThatThrownBy(() -> decrypt(database, "visit_1.cost")).hasMessageContaining("inherited");
      assertThatThrownBy(() -> decrypt(database, "derived.secret"))
          .hasMessageContaining("inherited");
      assertThatThrownBy(() -> encrypt(database, "visit.code", "encrypted.text_eq"))
          .hasMessageContaining("in the partition key of public.visit_2");
      decrypt(database, "base.secret");
      assertThat(rows(database.plain(), "base")).isEqualTo(secrets);
    }
  }

  @Test
  void whatWouldNotSurviveIsNamedBeforeAnythingIsChanged() throws SQLException {
    try (ProtectedDatabase database =
        ProtectedDatabase.with(
            """
            CREATE TABLE other (id int PRIMARY KEY, ref int UNIQUE);
            CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, a text, b text DEFAULT now()::text,
              c text CHECK (length(c) < 10), d int REFERENCES other (ref), e text, f text,
              g text GENERATED ALWAYS AS (upper(e)) STORED, h inet, i text CHECK (i IS NOT NULL));
            CREATE INDEX part ON t (id) WHERE a = 'x';
            CREATE INDEX low ON t (lower(f));
            CREATE VIEW v AS SELECT f FROM t;
            INSERT INTO t (i) VALUES ('y')
            """)) {
      String before =
          Session.text(
              database.plain(),
              "SELECT md5(string_agg(a::text, ' ' ORDER BY"
                  + " attrelid, attnum)) FROM pg_attribute a");
      refused(database, "t.id", "encrypted.int4_eq", "identity");
      refused(database, "t.a", "encrypted.text_eq", "part has an expression");
      refused(database, "t.b", "encrypted.text_eq", "default");
      refused(database, "t.c", "encrypted.text_eq", "t_c_check");
      refused(database, "t.d", "encrypted.int4_eq", "t_d_fkey");
      refused(database, "other.ref", "encrypted.int4_eq", "t_d_fkey");
      refused(database, "other.ref", "encrypted.int4_random", "randomized values");
      refused(database, "t.e", "encrypted.text_eq", "column g of table");
      refused(database, "t.g", "encrypted.text_eq", "generated");
      refused(database, "t.f", "encrypted.text_eq", "v uses it");
      refused(database, "t.f", "encrypted.text_eq", "low has an expression");
      refused(database, "t.h", "encrypted.text_eq", "without loss");
      refused(database, "t.f", "encrypted.int4_eq", "without loss");
      refused(database, "t.f", "encrypted.text_ordered", "random and eq only");
      assertThatThrownBy(() -> encrypt(database, "t.f", "text")).hasMessageContaining("--type");
      assertThatThrownBy(() -> decrypt(database, "t.f")).hasMessageContaining("not protected");
      assertThat(
              Session.text(
                  database.plain(),
                  "SELECT md5(string_agg(a::text, ' ' ORDER BY"
                      + " attrelid, attnum)) FROM pg_attribute a"))
          .isEqualTo(before);
      encrypt(database, "t.i", "encrypted.text_random");
      MigrationResult again = encrypt(database, "t.i", "encrypted.text_random");
      assertThat(again.changed()).isFalse();
    }
  }

  @Test
  void theOwnerOfTheTableNeedsNoFurtherRights() throws SQLException {
    try (ProtectedDatabase database =
        ProtectedDatabase.with(
            """
            DROP ROLE IF EXISTS coffer_owner; CREATE ROLE coffer_owner;
            GRANT CREATE, USAGE ON SCHEMA public TO coffer_owner;
            CREATE TABLE t (id int, secret text);
            INSERT INTO t VALUES (1, 'a secret');
            ALTER TABLE t OWNER TO coffer_owner
            """)) {
      ConnectionSource owner =
          () -> {
            Connection connection = database.plain();
            Session.execute(connection, "SET ROLE coffer_owner");
            return connection;
          };
      MigrationRequest request =
          MigrationRequest.encrypt(ObjectName.parse("t.secret"), "encrypted.text_eq", 1);
      assertThat(ColumnMigration.run(owner, settings(database), request, Progress.NONE).rows())
          .isEqualTo(1);
      assertThat(rows(database.coffer(), "t")).isEqualTo("1|a secret|");
      assertNothingLeft(database);
      database.database().execute("DROP OWNED BY coffer_owner CASCADE; DROP ROLE coffer_owner");
    }
  }

  @Test
  void aDryRunSaysWhatItWouldTake() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(PATIENT)) {
      MigrationPlan plan =
          ColumnMigration.plan(
              database::plain,
              settings(database),
              MigrationRequest.encrypt(
                  ObjectName.parse("patient.born"), "encrypted.date_random", 1));
      assertThat(plan.rows()).isEqualTo(3000);
      assertThat(plan.extraBytes()).isGreaterThan(2 * plan.tableBytes());
      assertThat(plan.backfill()).isPositive();
      assertThat(plan.obstacles()).isEmpty();
      assertThat(plan.begun()).isFalse();
      assertNothingLeft(database);
    }
  }

  private static void refused(
      ProtectedDatabase database, String column, String type, String reason) {
    assertThatThrownBy(() -> encrypt(database, column, type))
        .as(column)
        .hasMessageContaining(reason)
        .hasMessageContaining("nothing was changed")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE003");
  }

  private static Settings settings(ProtectedDatabase database) throws SQLException {
    return database.settings().with(Setting.CATALOG_TTL, "PT0.1S");
  }

  private static MigrationResult encrypt(ProtectedDatabase database, String column, String type)
      throws SQLException {
    return ColumnMigration.run(
        database::plain,
        settings(database),
        MigrationRequest.encrypt(ObjectName.parse(column), type, 2),
        Progress.NONE);
  }

  private static MigrationResult decrypt(ProtectedDatabase database, String column)
      throws SQLException {
    return ColumnMigration.run(
        database::plain,
        settings(database),
        MigrationRequest.decrypt(ObjectName.parse(column), 2),
        Progress.NONE);
  }

  private static long verified(ProtectedDatabase database) throws SQLException {
    VerifyResult result = Verify.run(database::plain, database.settings(), null, 1, Progress.NONE);
    assertThat(result.unauthentic()).isZero();
    return result.values();
  }

  /** Returns all rows as text, sorted; closes the connection. */
  private static String rows(Connection connection, String table) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM " + table)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.append(result.getString(i)).append('|');
        }
        rows.add(row.toString());
      }
      rows.sort(null);
      return String.join("\n", rows);
    }
  }

  private static List<String> types(ProtectedDatabase database) throws SQLException {
    try (Connection plain = database.plain();
        Statement statement = plain.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid ="
                    + " 'patient'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum")) {
      List<String> types = new ArrayList<>();
      while (result.next()) {
        types.add(result.getString(1));
      }
      return types;
    }
  }

  private static String facts(ProtectedDatabase database) throws SQLException {
    try (Connection plain = database.plain()) {
      return Objects.requireNonNull(
          Session.text(
              plain,
              "SELECT string_agg(concat_ws(' ', attnum, attname, attnotnull, atthasdef, attacl::text,"
                  + " col_description(attrelid, attnum)), ';' ORDER BY attnum) || (SELECT"
                  + " string_agg(pg_get_indexdef(indexrelid), ';' ORDER BY indexrelid::regclass::text) FROM pg_index WHERE"
                  + " indrelid = 'patient'::regclass) || (SELECT string_agg(conname ||"
                  + " pg_get_constraintdef(oid), ';' ORDER BY conname) FROM pg_constraint WHERE conrelid ="
                  + " 'patient'::regclass) FROM pg_attribute WHERE attrelid = 'patient'::regclass AND"
                  + " attnum > 0 AND NOT attisdropped"));
    }
  }

  static void assertNothingLeft(ProtectedDatabase database) throws SQLException {
    try (Connection plain = database.plain()) {
      assertThat(
              Session.text(
                  plain,
                  "SELECT string_agg(name, ', ') FROM (SELECT attname FROM pg_attribute WHERE NOT"
                      + " attisdropped UNION ALL SELECT proname FROM pg_proc UNION ALL SELECT tgname"
                      + " FROM pg_trigger UNION ALL SELECT relname FROM pg_class) AS all_names(name)"
                      + " WHERE name LIKE '%coffer\\_%'"))
          .isNull();
    }
  }
}
