package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ALTER COLUMN … TYPE to, from and between encrypted types, with the data. */
class TypeChangeIT {

  private static final String CANARY = "canary-in-a-column";
  private static ProtectedDatabase database;
  private Connection connection;
  private Statement statement;

  @BeforeAll
  static void open() throws Exception {
    database = ProtectedDatabase.with("SELECT 1");
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.coffer();
    statement = connection.createStatement();
  }

  @AfterEach
  void disconnect() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    statement.execute("DROP TABLE IF EXISTS t CASCADE");
    connection.close();
  }

  private List<String> rows(String sql) throws SQLException {
    return rows(statement, sql);
  }

  private static List<String> rows(Statement on, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = on.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  private static List<String> plainly(String sql) throws SQLException {
    try (Connection plain = database.plain();
        Statement on = plain.createStatement()) {
      return rows(on, sql);
    }
  }

  private String refused(String sql) {
    return state(sql, "KE003");
  }

  private String state(String sql, String state) {
    SQLException[] thrown = new SQLException[1];
    assertThatThrownBy(() -> statement.execute(sql))
        .isInstanceOfSatisfying(SQLException.class, e -> thrown[0] = e);
    assertThat(thrown[0].getSQLState()).as(thrown[0].getMessage()).isEqualTo(state);
    return String.valueOf(thrown[0].getMessage());
  }

  private static String columnsOf(String table) throws SQLException {
    return String.join(
        ", ",
        plainly(
            "SELECT attname || ' ' || atttypid::regtype || CASE WHEN attnotnull THEN ' not null' ELSE"
                + " '' END FROM pg_attribute WHERE attrelid = '"
                + table
                + "'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"));
  }

  @Test
  void encryptsAndDecryptsAndKeepsWhatBelongsToTheColumn() throws Exception {
    statement.execute("CREATE TABLE t (a int, ssn text NOT NULL UNIQUE, z int)");
    statement.execute("COMMENT ON COLUMN t.ssn IS 'kept'");
    statement.execute("GRANT SELECT (ssn) ON t TO PUBLIC");
    statement.execute(
        "INSERT INTO t SELECT i, '" + CANARY + "' || i, i FROM generate_series(1, 1000) i");
    statement.execute("DELETE FROM t WHERE a % 2 = 0");
    int before = TestPostgres.shared().logLength();

    assertThat(statement.execute("ALTER TABLE t ALTER COLUMN ssn TYPE encrypted.text_eq"))
        .isFalse();
    assertThat(statement.getUpdateCount()).isZero();

    assertThat(columnsOf("t")).isEqualTo("a integer, ssn encrypted.text_eq not null, z integer");
    assertThat(plainly("SELECT count(*) FROM t WHERE get_byte(ssn, 0) = 236"))
        .containsExactly("500");
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("500");
    assertThat(rows("SELECT a, ssn, z FROM t WHERE ssn = '" + CANARY + "7'"))
        .containsExactly("7|" + CANARY + "7|7");
    assertThat(plainly("SELECT indexdef FROM pg_indexes WHERE tablename = 't'"))
        .containsExactly("CREATE UNIQUE INDEX t_ssn_key ON public.t USING btree (ssn)");
    assertThat(plainly("SELECT col_description('t'::regclass, 2)")).containsExactly("kept");
    assertThat(
            plainly(
                "SELECT attacl IS NOT NULL FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum = 2"))
        .containsExactly("t");
    state("INSERT INTO t VALUES (0, '" + CANARY + "7', 0)", "23505");

    statement.execute("ALTER TABLE t ALTER COLUMN ssn TYPE varchar(40)");

    assertThat(columnsOf("t")).isEqualTo("a integer, ssn character varying not null, z integer");
    assertThat(TestPostgres.shared().logSince(before))
        .contains("ALTER TABLE")
        .doesNotContain(CANARY);
    assertThat(plainly("SELECT count(*) FROM t WHERE ssn = '" + CANARY + "' || a"))
        .containsExactly("500");
    assertThat(plainly("SELECT count(*) FROM pg_class WHERE relname LIKE 'coffer_new%'"))
        .containsExactly("0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "bool; true, false; bool_random",
        "int2; -3, 32767; int2_eq",
        "int4; -3, 7; int8_eq",
        "int8; 9000000000, 1; int8_random",
        "float4; 1.5, 'NaN'; float4_eq",
        "float8; 1.5, '-Infinity'; float8_random",
        "numeric(10,2); 1.50, 12345678.99; numeric_random",
        "numeric; 1.5, 'NaN'; numeric_eq",
        "varchar(5); 'äbc', ''; text_eq",
        "char(5); 'ab', 'cd   '; bpchar_random",
        "bytea; '\\x00ff', ''; bytea_eq",
        "date; '2000-02-29', 'infinity'; date_eq",
        "time; '24:00', '00:00:00.000001'; time_random",
        "timestamp; '2000-01-01 12:00:00.5', '-infinity'; timestamp_eq",
        "timestamptz; '2000-01-01 12:00+02', 'infinity'; timestamptz_random",
        "uuid; '123e4567-e89b-12d3-a456-426614174000', NULL; uuid_eq",
        "json; '{\"a\" : 1}', '[]'; json_random",
        "jsonb; '{\"a\":1}', 'null'; jsonb_random",
        "int4; 5, 6; text_eq",
        "date; '2000-01-01', NULL; timestamp_random",
      })
  void everyTypeGoesThereAndBack(String type, String values, String encrypted) throws Exception {
    statement.execute("CREATE TABLE t (v " + type + ")");
    for (String value : values.split(", ", -1)) {
      statement.execute("INSERT INTO t VALUES (" + value + ")");
    }
    String base = encrypted.substring(0, encrypted.indexOf('_'));
    List<String> before = plainly("SELECT v::" + base + " FROM t");

    statement.execute("ALTER TABLE t ALTER v TYPE encrypted." + encrypted);
    assertThat(rows("SELECT v FROM t")).isEqualTo(before);
    statement.execute("ALTER TABLE t ALTER v TYPE " + base);

    assertThat(plainly("SELECT v FROM t")).isEqualTo(before);
  }

  @Test
  void valuesMoveBetweenEncryptedTypes() throws Exception {
    statement.execute("CREATE TABLE t (id int, v encrypted.int4_random)");
    statement.execute("INSERT INTO t VALUES (1, 7), (2, NULL), (3, 8), (4, 7)");

    statement.execute("ALTER TABLE t ALTER v TYPE encrypted.int8_eq");
    assertThat(rows("SELECT id FROM t WHERE v = 7")).containsExactly("1", "4");
    statement.execute("ALTER TABLE t ALTER v TYPE encrypted.numeric_random");
    assertThat(rows("SELECT v FROM t")).containsExactly("7", "null", "8", "7");
    state("ALTER TABLE t ALTER v TYPE encrypted.date_eq", "42804");
    assertThat(columnsOf("t")).isEqualTo("id integer, v encrypted.numeric_random");
  }

  @Test
  void partitionsAndInheritingTablesChangeWithTheirParent() throws Exception {
    statement.execute("CREATE TABLE t (k int, v text) PARTITION BY LIST (k)");
    statement.execute("CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)");
    statement.execute("CREATE TABLE t2 (x int, v text, k int)");
    statement.execute("ALTER TABLE t2 DROP COLUMN x");
    statement.execute("ALTER TABLE t ATTACH PARTITION t2 FOR VALUES IN (2)");
    statement.execute("INSERT INTO t VALUES (1, 'one'), (2, 'two'), (1, 'uno'), (2, NULL)");

    statement.execute("ALTER TABLE t ALTER v TYPE encrypted.text_random");
    assertThat(rows("SELECT k, v FROM t"))
        .containsExactlyInAnyOrder("1|one", "2|two", "1|uno", "2|null");
    assertThat(columnsOf("t2")).isEqualTo("v encrypted.text_random, k integer");
    statement.execute("ALTER TABLE t ALTER v TYPE text");
    assertThat(plainly("SELECT k, v FROM t"))
        .containsExactlyInAnyOrder("1|one", "2|two", "1|uno", "2|null");
  }

  @Test
  void aRollbackRestoresTypeAndValues() throws Exception {
    statement.execute("CREATE TABLE t (id int, v text)");
    statement.execute("INSERT INTO t VALUES (1, 'before')");
    connection.setAutoCommit(false);
    statement.execute("INSERT INTO t VALUES (2, 'within')");
    Savepoint savepoint = connection.setSavepoint();
    statement.execute("ALTER TABLE t ALTER v TYPE encrypted.text_eq");
    assertThat(rows("SELECT id FROM t WHERE v = 'within'")).containsExactly("2");

    connection.rollback(savepoint);
    assertThat(rows("SELECT id FROM t WHERE v = 'within'")).containsExactly("2");
    statement.execute("ALTER TABLE t ALTER v TYPE encrypted.text_random");
    connection.commit();
    assertThat(rows("SELECT v FROM t")).containsExactly("before", "within");
    statement.execute("ALTER TABLE t ALTER v TYPE text");
    connection.rollback();

    assertThat(rows("SELECT v FROM t")).containsExactly("before", "within");
    assertThat(columnsOf("t")).isEqualTo("id integer, v encrypted.text_random");
  }

  @Test
  void whatIsRefusedInATransactionLeavesItOpen() throws Exception {
    statement.execute("CREATE TABLE t (id int, v text CHECK (length(v) > 2))");
    connection.setAutoCommit(false);
    statement.execute("INSERT INTO t VALUES (1, 'kept')");
    assertThat(refused("ALTER TABLE t ALTER v TYPE encrypted.text_eq")).contains("t_v_check");
    connection.commit();

    assertThat(rows("SELECT v FROM t")).containsExactly("kept");
  }

  @Test
  void aTransactionThatWasBegunInSqlIsNotEnded() throws Exception {
    statement.execute("CREATE TABLE t (id int, v text)");
    statement.execute("BEGIN");
    statement.execute("INSERT INTO t VALUES (1, 'x')");
    statement.execute("ALTER TABLE t ALTER v TYPE encrypted.text_eq");
    statement.execute("ROLLBACK");

    assertThat(rows("SELECT count(*) FROM t")).containsExactly("0");
    assertThat(columnsOf("t")).isEqualTo("id integer, v text");
  }

  @Test
  void whatCannotGoWithTheColumnIsRefusedByName() throws Exception {
    statement.execute(
        "CREATE TABLE t (id int PRIMARY KEY, v text DEFAULT 'x', w text UNIQUE, x text NOT NULL,"
            + " y text REFERENCES t (w), g int GENERATED ALWAYS AS (length(x)) STORED)");
    statement.execute("CREATE VIEW t_view AS SELECT x FROM t");
    statement.execute("CREATE INDEX t_lower ON t (lower(x))");
    statement.execute("CREATE STATISTICS t_stats ON v, x FROM t");

    assertThat(refused("ALTER TABLE t ALTER v TYPE encrypted.text_eq"))
        .contains("its default", "t_stats");
    assertThat(refused("ALTER TABLE t ALTER w TYPE encrypted.text_eq")).contains("t_y_fkey");
    assertThat(refused("ALTER TABLE t ALTER y TYPE encrypted.text_eq")).contains("t_y_fkey");
    assertThat(refused("ALTER TABLE t ALTER id TYPE encrypted.int4_random"))
        .contains("t_pkey", "not comparable");
    assertThat(refused("ALTER TABLE t ALTER x TYPE encrypted.text_eq"))
        .contains("t_view", "t_lower", "column g");
    assertThat(columnsOf("t")).doesNotContain("encrypted");
  }

  @Test
  void aValueThatDoesNotAuthenticateStopsIt() throws Exception {
    statement.execute("CREATE TABLE t (id int, v encrypted.text_random)");
    statement.execute("INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    try (Connection plain = database.plain();
        Statement on = plain.createStatement()) {
      on.execute(
          "UPDATE t SET v = set_byte(v, length(v) - 1, get_byte(v, length(v) - 1) # 1) WHERE id = 2");
    }

    state("ALTER TABLE t ALTER v TYPE text", "KE001");
    assertThat(columnsOf("t")).isEqualTo("id integer, v encrypted.text_random");
    assertThat(rows("SELECT v FROM t WHERE id = 1")).containsExactly("x");
  }

  @Test
  void bytesThatAreEncryptedAlreadyAreNotEncryptedAgain() throws Exception {
    statement.execute("CREATE TABLE t (v encrypted.bytea_random)");
    statement.execute("INSERT INTO t VALUES ('\\x01')");
    try (Connection plain = database.plain();
        Statement on = plain.createStatement()) {
      on.execute("ALTER TABLE t ALTER v TYPE bytea");
    }
    try (Connection fresh = database.coffer();
        Statement on = fresh.createStatement()) {
      on.execute("CREATE TABLE refresh_catalog ()");
      on.execute("DROP TABLE refresh_catalog");
      assertThatThrownBy(() -> on.execute("ALTER TABLE t ALTER v TYPE encrypted.bytea_random"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("encrypted already");
    }
  }

  @Test
  void aValueTooLongForTheNewTypeFailsAsInPostgresql() throws Exception {
    statement.execute("CREATE TABLE t (v encrypted.text_random)");
    statement.execute("INSERT INTO t VALUES ('too long')");
    state("ALTER TABLE t ALTER v TYPE varchar(3)", "22001");
    statement.execute("ALTER TABLE t ALTER v TYPE text");
    state("ALTER TABLE t ALTER v TYPE encrypted.int4_eq", "42804");
  }

  @Test
  void aPreparedStatementDoesItAndABatchDoesNot() throws Exception {
    statement.execute("CREATE TABLE t (v text)");
    statement.execute("INSERT INTO t VALUES ('x')");
    statement.addBatch("ALTER TABLE t ALTER v TYPE encrypted.text_eq");
    assertThatThrownBy(statement::executeBatch)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("not in a batch");
    try (PreparedStatement alter =
        connection.prepareStatement("ALTER TABLE t ALTER v TYPE encrypted.text_eq")) {
      assertThat(alter.executeUpdate()).isZero();
    }

    assertThat(rows("SELECT v FROM t WHERE v = 'x'")).containsExactly("x");
  }
}
