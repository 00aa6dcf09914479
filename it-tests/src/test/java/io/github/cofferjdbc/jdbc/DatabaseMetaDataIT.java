package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One schema in two databases, plain and encrypted: every method of {@code DatabaseMetaData}
 * answers alike, pgjdbc for the one and Coffer for the other, but for what docs/jdbc.md lists.
 */
class DatabaseMetaDataIT {

  /** In braces an encrypted type or a domain over one, for which the plain twin has the base. */
  private static final String SCHEMA =
      """
      CREATE DOMAIN price AS {numeric_eq};
      CREATE DOMAIN net_price AS {price} NOT NULL;
      CREATE TABLE patient (
        id int PRIMARY KEY, flag {bool_random}, i2 {int2_eq}, i4 {int4_random}, i8 {int8_eq} NOT NULL,
        f4 {float4_random}, f8 {float8_eq}, n {numeric_random}, t {text_eq}, c {bpchar_random},
        b {bytea_eq}, d {date_random}, ti {time_eq}, ts {timestamp_random}, tz {timestamptz_eq},
        u {uuid_random}, j {json_random}, jb {jsonb_random}, p {price}, np {net_price},
        ts_list {text_random}[], p_list {price}[], plain varchar(10) DEFAULT 'x', dated date,
        serial_number serial, twice int GENERATED ALWAYS AS (id * 2) STORED, price text);
      CREATE TABLE visit (ssn {text_eq} PRIMARY KEY, patient int REFERENCES patient);
      CREATE TABLE keyed (k {numeric_eq}, l {price}, m {date_eq}, PRIMARY KEY (k, l, m));
      CREATE TABLE part (t {text_eq}, n int) PARTITION BY LIST (n);
      CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
      CREATE VIEW seen AS SELECT t, n + 0 AS n FROM part;
      CREATE TYPE pair AS (a {text_eq}, b int);
      CREATE TABLE paired (p pair);
      CREATE FUNCTION f(a {text_eq}, INOUT b {price}, OUT c int) LANGUAGE sql
        AS 'SELECT $2, 1';
      CREATE FUNCTION g(int) RETURNS {date_random} LANGUAGE sql AS 'SELECT d FROM patient';
      CREATE FUNCTION h() RETURNS TABLE (x {int4_random}, y {text_random}[]) LANGUAGE sql
        AS 'SELECT i4, ts_list FROM patient';
      CREATE FUNCTION k() RETURNS SETOF visit LANGUAGE sql AS 'SELECT * FROM visit';
      CREATE PROCEDURE l(INOUT x {text_random}) LANGUAGE plpgsql AS 'BEGIN END';
      COMMENT ON COLUMN patient.t IS 'the name';
      COMMENT ON DOMAIN price IS 'in euros';
      """;

  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)_(random|eq)}");

  private static String encrypted(String ddl) {
    return PLACE
        .matcher(ddl.replace("{price}", "price").replace("{net_price}", "net_price"))
        .replaceAll("encrypted.$1_$2");
  }

  private static String plain(String ddl) {
    return PLACE
        .matcher(ddl.replace("{price}", "numeric").replace("{net_price}", "numeric NOT NULL"))
        .replaceAll("$1");
  }

  private static ProtectedDatabase encrypted;
  private static TestDatabase plain;

  @BeforeAll
  static void open() throws Exception {
    encrypted = ProtectedDatabase.with(encrypted(SCHEMA));
    plain = TestPostgres.shared().newDatabase();
    plain.execute(plain(SCHEMA));
  }

  @AfterAll
  static void close() throws Exception {
    encrypted.close();
    plain.close();
  }

  /** A method with arguments that describe everything in one schema. */
  private record Question(Method method, List<@Nullable Object> arguments) {
    static Question of(Method method, String table) {
      @Nullable Object[] arguments = new @Nullable Object[method.getParameterCount()];
      int strings = 0;
      for (int i = 0; i < arguments.length; i++) {
        Class<?> type = method.getParameterTypes()[i];
        if (type == String.class) {
          int place = strings++ % 3;
          boolean named = takesNames(method) && place == 2;
          arguments[i] = place == 1 ? "public" : named ? table : null;
        } else {
          arguments[i] = type == boolean.class ? (Object) true : type == int.class ? 1 : null;
        }
      }
      return new Question(method, Arrays.asList(arguments));
    }

    private static boolean takesNames(Method method) {
      return Set.of(
              "getBestRowIdentifier",
              "getVersionColumns",
              "getPrimaryKeys",
              "getImportedKeys",
              "getExportedKeys",
              "getCrossReference",
              "getColumnPrivileges",
              "getIndexInfo")
          .contains(method.getName());
    }

    Object ask(DatabaseMetaData metaData) throws Exception {
      try {
        return method.invoke(metaData, arguments.toArray());
      } catch (InvocationTargetException e) {
        return e.getCause() instanceof SQLException failure
            ? failure.getClass().getName() + failure.getSQLState()
            : String.valueOf(e.getCause());
      }
    }
  }

  private static Stream<Method> methods() {
    return Arrays.stream(DatabaseMetaData.class.getDeclaredMethods())
        .filter(method -> !Set.of("getConnection", "getURL").contains(method.getName()))
        .sorted(Comparator.comparing(Method::toString));
  }

  @Test
  void answersAsForAPlainTwin() throws Exception {
    Map<String, Integer> asked = new LinkedHashMap<>();
    try (Connection coffer = encrypted.coffer();
        Connection pgjdbc = plain.connect()) {
      Set<String> addedTypes = addedTypes(coffer);
      for (Method method : methods().toList()) {
        for (String table : List.of("patient", "visit", "keyed")) {
          Question question = Question.of(method, table);
          Object theirs = question.ask(pgjdbc.getMetaData());
          Object ours = question.ask(coffer.getMetaData());
          if (theirs instanceof ResultSet plainRows && ours instanceof ResultSet rows) {
            asked.merge(
                method.getName(), compare(method, rows, plainRows, addedTypes), Integer::sum);
          } else {
            assertThat(ours).as(method.toString()).isEqualTo(theirs);
            asked.put(method.getName(), 0);
          }
        }
      }
    }
    assertThat(asked).hasSizeGreaterThan(170);
    // The comparison has met every protected column, argument and domain, three times.
    assertThat(asked.get("getColumns")).isEqualTo(3 * 28);
    assertThat(asked.get("getFunctionColumns")).isEqualTo(3 * 7);
    assertThat(asked.get("getProcedureColumns")).isEqualTo(3 * 7);
    assertThat(asked.get("getBestRowIdentifier")).isEqualTo(4);
    assertThat(asked.get("getUDTs")).isEqualTo(3 * 2);
  }

  /** Names of types that only the database with Coffer has. */
  private static Set<String> addedTypes(Connection connection) throws SQLException {
    Set<String> names = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT typname FROM pg_type WHERE typnamespace = 'encrypted'::regnamespace")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  /** Compares all rows and returns how many of them tell an encrypted type. */
  private static int compare(
      Method method, ResultSet rows, ResultSet plainRows, Set<String> addedTypes)
      throws SQLException {
    int told = 0;
    try (rows;
        plainRows) {
      List<Map<String, String>> ours = read(rows, method, addedTypes);
      List<Map<String, String>> theirs = read(plainRows, method, addedTypes);
      assertThat(ours).as(method.toString()).hasSameSizeAs(theirs);
      for (int i = 0; i < ours.size(); i++) {
        Map<String, String> our = new LinkedHashMap<>(ours.get(i));
        Map<String, String> their = new LinkedHashMap<>(theirs.get(i));
        String remarks = String.valueOf(our.get("REMARKS"));
        String name = String.valueOf(our.get("TYPE_NAME"));
        boolean ofCoffer = name.startsWith("\"encrypted\".") || name.startsWith("\"public\".");
        if (remarks.contains("[encrypted as ") || ofCoffer) {
          told++;
          our.keySet().removeAll(List.of("REMARKS", "TYPE_NAME"));
          their.keySet().removeAll(List.of("REMARKS", "TYPE_NAME"));
          if (our.containsKey("SOURCE_DATA_TYPE")) {
            String dataType = String.valueOf(our.get("DATA_TYPE"));
            assertThat(our.remove("SOURCE_DATA_TYPE"))
                .isEqualTo(dataType.startsWith("2003 ") ? "null null" : dataType);
            their.remove("SOURCE_DATA_TYPE");
          }
        }
        assertThat(our).as(method + " row " + i).isEqualTo(their);
      }
    }
    return told;
  }

  private static List<Map<String, String>> read(
      ResultSet rows, Method method, Set<String> addedTypes) throws SQLException {
    ResultSetMetaData metaData = rows.getMetaData();
    List<Map<String, String>> read = new ArrayList<>();
    while (rows.next()) {
      if (method.getName().equals("getTypeInfo")
          && addedTypes.contains(rows.getString("TYPE_NAME"))) {
        continue;
      }
      if (method.getName().startsWith("getSchemas")
          && rows.getString("TABLE_SCHEM").equals("encrypted")) {
        continue;
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 1; i <= metaData.getColumnCount(); i++) {
        Object value = rows.getObject(i);
        assertThat(rows.wasNull()).isEqualTo(value == null);
        boolean changes = metaData.getColumnLabel(i).matches(".*_CAT|TABLE_CATALOG|SPECIFIC_NAME");
        row.put(
            metaData.getColumnLabel(i),
            (changes ? "" : value) + " " + (value == null ? null : value.getClass().getName()));
      }
      read.add(row);
    }
    return read;
  }

  @Test
  void namesTypesSoThatASchemaMadeFromThemStaysProtected() throws Exception {
    try (Connection coffer = encrypted.coffer();
        Statement statement = coffer.createStatement()) {
      statement.execute("SET search_path TO public, encrypted");
      List<String> columns = new ArrayList<>();
      Map<String, String> names = new HashMap<>();
      try (ResultSet rows = coffer.getMetaData().getColumns(null, "public", "patient", "%")) {
        while (rows.next()) {
          String name = rows.getString("TYPE_NAME");
          names.put(rows.getString("COLUMN_NAME"), name);
          columns.add("\"" + rows.getString("COLUMN_NAME") + "\" " + name);
        }
      }
      assertThat(names)
          .containsEntry("t", "\"encrypted\".\"text_eq\"")
          .containsEntry("ts_list", "\"encrypted\".\"_text_random\"")
          .containsEntry("p", "\"public\".\"price\"")
          .containsEntry("p_list", "\"public\".\"_price\"")
          .containsEntry("price", "text");
      statement.execute("SET search_path TO public");
      statement.execute("CREATE TABLE copied (" + String.join(", ", columns) + ")");
      try (ResultSet rows =
          statement.executeQuery(
              """
              SELECT count(*) FROM pg_attribute AS a JOIN pg_attribute AS b USING (attname, atttypid)
              WHERE a.attrelid = 'patient'::regclass AND b.attrelid = 'copied'::regclass
                AND a.attnum > 0 AND a.attname <> 'plain'
              """)) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(columns.size() - 1);
      }
      statement.execute("DROP TABLE copied");
    }
  }

  @Test
  void keepsTheUsersCommentAndDoesNotRepeatItself() throws Exception {
    try (Connection coffer = encrypted.coffer()) {
      assertThat(remarks(coffer, "t")).isEqualTo("the name [encrypted as text_eq]");
      assertThat(remarks(coffer, "b")).isEqualTo("[encrypted as bytea_eq]");
      assertThat(remarks(coffer, "plain")).isNull();
      // As an editor of tables does it, which writes back what it has read.
      encrypted.database().execute("COMMENT ON COLUMN patient.t IS '" + remarks(coffer, "t") + "'");
      assertThat(remarks(coffer, "t")).isEqualTo("the name [encrypted as text_eq]");
      encrypted.database().execute("COMMENT ON COLUMN patient.t IS 'the name'");
    }
  }

  private static String remarks(Connection connection, String column) throws SQLException {
    return told(connection, "patient", column, "REMARKS");
  }

  private static String told(Connection connection, String table, String column, String label)
      throws SQLException {
    try (ResultSet rows = connection.getMetaData().getColumns(null, "public", table, column)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(label);
    }
  }

  @Test
  void tellsASealedDefaultAsItsValue() throws Exception {
    String sealed;
    try (Connection coffer = encrypted.coffer();
        Statement statement = coffer.createStatement();
        Connection pgjdbc = encrypted.plain();
        Statement raw = pgjdbc.createStatement()) {
      raw.execute("CREATE TABLE preset (t encrypted.text_eq, n encrypted.int4_random)");
      statement.execute("INSERT INTO preset VALUES ('it''s', -5)");
      try (ResultSet rows = raw.executeQuery("SELECT t::text, n::text FROM preset")) {
        rows.next();
        sealed = rows.getString(1);
        raw.execute("ALTER TABLE preset ALTER t SET DEFAULT '" + sealed + "'::bytea");
      }
      assertThat(told(coffer, "preset", "t", "COLUMN_DEF")).isEqualTo("'it''s'::text");
      assertThat(told(pgjdbc, "preset", "t", "COLUMN_DEF")).contains(sealed);
      raw.execute("ALTER TABLE preset ALTER t SET DEFAULT COALESCE(NULL, '" + sealed + "'::bytea)");
      assertThat(told(coffer, "preset", "t", "COLUMN_DEF")).isNull();
      statement.execute("SET bytea_output = escape");
      assertThat(told(coffer, "preset", "t", "COLUMN_DEF")).isNull();
      raw.execute("ALTER TABLE preset ALTER t SET DEFAULT '" + sealed + "'::bytea");
      assertThat(told(coffer, "preset", "t", "COLUMN_DEF")).isNull();
      raw.execute("DROP TABLE preset");
    }
  }

  @Test
  void neverTellsCiphertextWithoutKeys() throws Exception {
    try (Connection coffer = encrypted.coffer(Map.of("coffer.keyStore", "file:/nowhere/at/all"));
        Connection pgjdbc = encrypted.plain();
        Statement raw = pgjdbc.createStatement()) {
      raw.execute(
          "CREATE TABLE keyless (t encrypted.bool_random DEFAULT '\\x01"
              + "00".repeat(80)
              + "'::bytea)");
      assertThat(told(coffer, "keyless", "t", "COLUMN_DEF")).isNull();
      assertThat(told(coffer, "keyless", "t", "DATA_TYPE")).isEqualTo("-7");
      raw.execute("DROP TABLE keyless");
    }
  }

  @Test
  void scrollsThroughItsRows() throws Exception {
    try (Connection coffer = encrypted.coffer();
        ResultSet rows = coffer.getMetaData().getColumns(null, "public", "visit", null)) {
      assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
      assertThat(rows.last()).isTrue();
      assertThat(rows.getInt("DATA_TYPE")).isEqualTo(Types.INTEGER);
      assertThat(rows.first()).isTrue();
      assertThat(rows.getInt("DATA_TYPE")).isEqualTo(Types.VARCHAR);
      assertThat(rows.getObject("DATA_TYPE", Integer.class)).isEqualTo(Types.VARCHAR);
      assertThat(rows.getMetaData().getColumnCount()).isEqualTo(24);
      assertThat(Objects.requireNonNull(rows.getStatement()).getConnection()).isSameAs(coffer);
      assertThat(rows.absolute(2)).isTrue();
      assertThat(rows.getString("TYPE_NAME")).isEqualTo("int4");
    }
  }

  @Test
  void quotesOddNames() throws Exception {
    encrypted
        .database()
        .execute(
            """
            CREATE SCHEMA "Odd"".""name";
            CREATE DOMAIN "Odd"".""name"."a ""b"".""c" AS encrypted.int8_eq;
            CREATE TABLE "Odd"".""name".t (v "Odd"".""name"."a ""b"".""c");
            """);
    try (Connection coffer = encrypted.coffer();
        ResultSet rows = coffer.getMetaData().getColumns(null, "Odd\".\"name", "t", null)) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("TYPE_NAME"))
          .isEqualTo("\"Odd\"\".\"\"name\".\"a \"\"b\"\".\"\"c\"");
      assertThat(rows.getInt("DATA_TYPE")).isEqualTo(Types.BIGINT);
      assertThat(rows.getInt("COLUMN_SIZE")).isEqualTo(19);
    } finally {
      encrypted.database().execute("DROP SCHEMA \"Odd\"\".\"\"name\" CASCADE");
    }
  }
}
