package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Constants that the server keeps with a definition: what it has of them, and what they do. */
class StoredConstantsIT {

  private static final String CANARY = "canary-in-ddl";
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
    connection.close();
  }

  private List<String> column(String sql) throws SQLException {
    return rows(statement, sql);
  }

  private static List<String> rows(Statement on, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = on.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /** Everything that the server keeps of expressions, as text. */
  private static String kept() throws SQLException {
    try (Connection plain = database.plain();
        Statement on = plain.createStatement()) {
      return String.join(
          "\n",
          rows(
              on,
              """
              SELECT pg_get_expr(adbin, adrelid) || adbin::text FROM pg_attrdef
              UNION ALL SELECT pg_get_constraintdef(oid) || coalesce(conbin::text, '') FROM pg_constraint
                WHERE connamespace = 'public'::regnamespace
              UNION ALL SELECT pg_get_indexdef(indexrelid) || coalesce(indpred::text, '') FROM pg_index
                WHERE indrelid > 16384
              UNION ALL SELECT coalesce(pg_get_expr(polqual, polrelid), '')
                || coalesce(pg_get_expr(polwithcheck, polrelid), '') FROM pg_policy
              UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger
              UNION ALL SELECT pg_get_expr(relpartbound, oid) FROM pg_class
                WHERE relpartbound IS NOT NULL
              UNION ALL SELECT attmissingval::text FROM pg_attribute WHERE atthasmissing
              """));
    }
  }

  @Test
  void theServerHasNoneOfThemInClear() throws Exception {
    int before = TestPostgres.shared().logLength();
    for (String ddl :
        List.of(
            "CREATE TABLE hidden (id int, ssn encrypted.text_eq DEFAULT '%s' CHECK (ssn <> '%s x'),"
                + " note encrypted.text_random DEFAULT '%s', tags encrypted.text_eq[] DEFAULT '{%s}')",
            "INSERT INTO hidden (id) VALUES (1)",
            "ALTER TABLE hidden ADD COLUMN more encrypted.text_random DEFAULT '%s'",
            "ALTER TABLE hidden ALTER COLUMN note SET DEFAULT '%s again'",
            "CREATE INDEX ON hidden (id) WHERE ssn = '%s'",
            "CREATE POLICY p ON hidden USING (ssn IN ('%s', '%s y'))",
            "CREATE TRIGGER t BEFORE UPDATE ON hidden FOR EACH ROW WHEN (NEW.ssn = '%s')"
                + " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            "CREATE TABLE listed (kind encrypted.text_eq) PARTITION BY LIST (kind)",
            "CREATE TABLE one PARTITION OF listed FOR VALUES IN ('%s'::encrypted.text_eq)",
            "CREATE TABLE two PARTITION OF listed FOR VALUES IN ('%s z')",
            "CREATE TABLE three (kind encrypted.text_eq)",
            "ALTER TABLE listed ATTACH PARTITION three FOR VALUES IN ('x', '%s zz')")) {
      statement.execute(ddl.replace("%s", CANARY));
    }

    assertThat(column("SELECT note FROM hidden")).containsExactly(CANARY);
    assertThat(column("SELECT more FROM hidden")).containsExactly(CANARY);
    assertThat(column("SELECT tags FROM hidden")).containsExactly("{" + CANARY + "}");
    assertThat(kept())
        .contains("\\xec11")
        .doesNotContain(CANARY)
        .doesNotContain(HexFormat.of().formatHex(CANARY.getBytes(StandardCharsets.US_ASCII)));
    assertThat(TestPostgres.shared().logSince(before))
        .contains("CREATE TABLE hidden")
        .doesNotContain(CANARY);
  }

  @Test
  void aDefaultIsTakenByEveryInsertThatLeavesTheColumnOut() throws Exception {
    statement.execute(
        "CREATE TABLE defaults (id int, n encrypted.int4_random DEFAULT -7 NOT NULL,"
            + " d encrypted.date_eq DEFAULT '2000-02-29'::date, t text DEFAULT 'plain')");
    statement.execute("INSERT INTO defaults (id) VALUES (1)");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO defaults VALUES (?, DEFAULT, DEFAULT)")) {
      insert.setInt(1, 2);
      insert.executeUpdate();
    }

    assertThat(column("SELECT n FROM defaults")).containsExactly("-7", "-7");
    assertThat(column("SELECT id FROM defaults WHERE d = '2000-02-29'")).containsExactly("1", "2");
    assertThat(column("SELECT t FROM defaults")).containsExactly("plain", "plain");
  }

  @Test
  void aValueThatIsNoneOfTheTypeFailsAsInPostgresql() {
    assertThatThrownBy(
            () -> statement.execute("CREATE TABLE bad (n encrypted.int4_eq DEFAULT 'many')"))
        .isInstanceOf(SQLException.class)
        .hasMessageNotContaining("many")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("22P02");
  }

  @Test
  void aCheckForbidsWhatItNames() throws Exception {
    statement.execute(
        "CREATE TABLE checked (kind encrypted.text_eq CHECK (kind IN ('a', 'b')), n int)");
    try (PreparedStatement alter =
        connection.prepareStatement("ALTER TABLE checked ADD CHECK (kind <> 'b' OR n > 0)")) {
      alter.execute();
    }
    statement.execute("INSERT INTO checked VALUES ('a', 0), ('b', 1), (NULL, 0)");

    for (String bad : List.of("('c', 1)", "('b', 0)")) {
      assertThatThrownBy(() -> statement.execute("INSERT INTO checked VALUES " + bad))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("23514");
    }
  }

  @Test
  void aPartialIndexServesTheQueryWithItsConstant() throws Exception {
    statement.execute("CREATE TABLE indexed (id int, kind encrypted.text_eq)");
    statement.execute("CREATE UNIQUE INDEX first_only ON indexed (id) WHERE kind = 'first'");
    statement.execute("INSERT INTO indexed VALUES (1, 'first'), (1, 'second'), (1, 'second')");
    statement.execute("SET enable_seqscan = off");

    assertThatThrownBy(() -> statement.execute("INSERT INTO indexed VALUES (1, 'first')"))
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("23505");
    assertThat(String.join("", column("EXPLAIN SELECT id FROM indexed WHERE kind = 'first'")))
        .contains("first_only");
  }

  @Test
  void aPolicyShowsTheRowsWithItsConstant() throws Exception {
    statement.execute("CREATE TABLE guarded (id int, kind encrypted.text_eq)");
    statement.execute("INSERT INTO guarded VALUES (1, 'open'), (2, 'closed')");
    statement.execute("ALTER TABLE guarded ENABLE ROW LEVEL SECURITY");
    statement.execute("CREATE POLICY p ON guarded USING (kind = 'open')");
    statement.execute("CREATE ROLE reader_of_guarded");
    try {
      statement.execute("GRANT SELECT ON guarded TO reader_of_guarded");
      statement.execute("SET ROLE reader_of_guarded");
      assertThat(column("SELECT id FROM guarded")).containsExactly("1");
    } finally {
      statement.execute("RESET ROLE");
      statement.execute("DROP OWNED BY reader_of_guarded");
      statement.execute("DROP ROLE reader_of_guarded");
    }
  }

  @Test
  void rowsGoToThePartitionOfTheirValue() throws Exception {
    statement.execute("CREATE TABLE parted (kind encrypted.text_eq) PARTITION BY LIST (kind)");
    statement.execute(
        "CREATE TABLE parted_a PARTITION OF parted FOR VALUES IN ('a'::encrypted.text_eq, NULL)");
    statement.execute("CREATE TABLE parted_rest PARTITION OF parted DEFAULT");
    statement.execute("CREATE TABLE parted_d (kind encrypted.text_eq)");
    statement.execute(
        "ALTER TABLE parted ATTACH PARTITION parted_d"
            + " FOR VALUES IN (CAST('d' AS encrypted.text_eq))");
    statement.execute("INSERT INTO parted VALUES ('a'), ('b'), (NULL), ('d')");

    assertThat(column("SELECT count(*) FROM parted_a")).containsExactly("2");
    assertThat(column("SELECT kind FROM parted_d")).containsExactly("d");
    assertThat(column("SELECT kind FROM parted_rest")).containsExactly("b");
  }

  @Test
  void boundsAreSealedAsTheColumnThatTheParentIsPartitionedBy() throws Exception {
    statement.execute(
        "CREATE TABLE sorted (id int, kind encrypted.text_eq, other encrypted.int4_eq)"
            + " PARTITION BY LIST (kind)");
    statement.execute(
        "CREATE TABLE sorted_a PARTITION OF sorted (id DEFAULT 7, other DEFAULT 8)"
            + " FOR VALUES IN ('a', 'b', NULL) PARTITION BY LIST (other)");
    statement.execute("CREATE TABLE sorted_a8 PARTITION OF sorted_a FOR VALUES IN (8)");
    statement.execute("CREATE TABLE sorted_d (kind encrypted.text_eq, other int, id int)");
    statement.execute("ALTER TABLE sorted_d ALTER other TYPE encrypted.int4_eq");
    statement.execute("ALTER TABLE sorted ATTACH PARTITION sorted_d FOR VALUES IN ('d')");
    statement.execute("INSERT INTO sorted VALUES (1, 'a', 8), (2, NULL, 8), (3, 'd', 9)");

    assertThat(column("SELECT id FROM sorted_a8 ORDER BY id")).containsExactly("1", "2");
    assertThat(column("SELECT kind FROM sorted_d")).containsExactly("d");
    assertThatThrownBy(
            () ->
                statement.execute("CREATE TABLE sorted_b PARTITION OF sorted FOR VALUES IN ('b')"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as("overlaps").isEqualTo("42P17"));
    assertThatThrownBy(
            () ->
                statement.execute(
                    "CREATE TABLE sorted_a9 PARTITION OF sorted_a FOR VALUES IN ('x')"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22P02"));
  }

  @Test
  void boundsOfPlainColumnsBesideProtectedOnesPass() throws Exception {
    statement.execute(
        "CREATE TABLE ranged (day date, ssn encrypted.text_eq) PARTITION BY RANGE (day)");
    statement.execute(
        "CREATE TABLE ranged_1 PARTITION OF ranged FOR VALUES FROM ('2024-01-01') TO (MAXVALUE)");
    statement.execute("INSERT INTO ranged VALUES ('2024-05-06', 'x')");

    assertThat(column("SELECT ssn FROM ranged_1 WHERE ssn = 'x'")).containsExactly("x");
  }

  @Test
  void boundsOfATableThatAnotherTextHasMadeByAnExpressionAreRefused() throws Exception {
    try (Connection plain = database.plain();
        Statement on = plain.createStatement()) {
      on.execute(
          "CREATE TABLE hashed (ssn encrypted.text_eq) PARTITION BY LIST (encode(ssn, 'hex'))");
    }
    assertThatThrownBy(
            () ->
                statement.execute("CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES IN ('x')"))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
  }
}
