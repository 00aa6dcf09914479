package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.admin.ScopeRegistration;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Scopes with a type modifier, compared with plain columns of the modified type. */
class TypeModifierIT {

  private static final Map<String, String> TYPES =
      new TreeMap<>(
          Map.of(
              "price", "numeric(10,2)",
              "code", "bpchar(5)",
              "moment", "timestamp(3)",
              "stamp", "timestamptz(0)",
              "clock", "time(1)"));

  /** PostgreSQL has them from 15 on. */
  private static final Map<String, String> UNUSUAL_SCALES =
      Map.of("tons", "numeric(4,-2)", "tiny", "numeric(2,4)");

  private static ProtectedDatabase database;
  private static Connection connection;

  @BeforeAll
  static void register() throws SQLException {
    try (ProtectedDatabase any = ProtectedDatabase.with("SELECT 1");
        Connection plain = any.plain()) {
      if (plain.getMetaData().getDatabaseMajorVersion() >= 15) {
        TYPES.putAll(UNUSUAL_SCALES);
      }
    }
    StringBuilder ddl = new StringBuilder();
    StringBuilder columns = new StringBuilder();
    TYPES.forEach(
        (name, type) -> {
          String base = type.substring(0, type.indexOf('('));
          for (String mode : List.of("eq", "random")) {
            ddl.append("CREATE DOMAIN " + name + "_" + mode + " AS encrypted." + base + "_" + mode)
                .append(";");
            columns.append(", " + name + "_" + mode + " " + name + "_" + mode);
          }
          columns.append(", " + name + "_plain " + type);
        });
    database = ProtectedDatabase.with(ddl + "CREATE TABLE t (id int" + columns + ")");
    for (Map.Entry<String, String> each : TYPES.entrySet()) {
      for (String mode : List.of("eq", "random")) {
        try (Connection plain = database.plain()) {
          ScopeRegistration.run(
              plain,
              database.keyStore(),
              database.settings(),
              each.getKey() + "_" + mode,
              each.getValue());
        }
      }
    }
    KeyAccess.shared().clear();
    connection = database.coffer();
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
    KeyAccess.shared().clear();
    database.close();
  }

  @Test
  void anArrayOfADomainIsOneOfTheBaseTypeAndHasNoElementForNaN() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM t");
      statement.execute("INSERT INTO t (id, price_eq) VALUES (1, 1.5), (2, 'NaN')");
      try (ResultSet row =
          statement.executeQuery(
              "SELECT array_agg(price_eq) FILTER (WHERE id = 1), array_agg(price_eq ORDER BY id),"
                  + " array_agg(CASE id WHEN 1 THEN 1.50 ELSE numeric 'NaN' END ORDER BY id)"
                  + " FROM t")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getMetaData().getColumnTypeName(1)).isEqualTo("_numeric");
        assertThat((Object[]) row.getArray(1).getArray()).containsExactly(new BigDecimal("1.50"));
        for (int column : new int[] {2, 3}) {
          assertThat(row.getString(column)).isEqualTo("{1.50,NaN}");
          assertThatThrownBy(() -> row.getArray(column).getArray())
              .as("column %d", column)
              .hasFieldOrPropertyWithValue("SQLState", "22003");
        }
      }
    }
  }

  @Test
  void aTextHasNoModifierAndVarcharIsNoBaseType() throws SQLException {
    database.database().execute("CREATE DOMAIN free AS encrypted.text_eq");
    try (Connection plain = database.plain();
        KeyStore store = database.keyStore()) {
      for (String as : List.of("text(20)", "varchar(20)", "varchar")) {
        assertThatThrownBy(
                () -> ScopeRegistration.run(plain, store, database.settings(), "free", as))
            .as(as)
            .hasFieldOrPropertyWithValue("SQLState", "KE009");
      }
    }
  }

  @Test
  void storesAndShowsWhatAPlainColumnWould() throws SQLException {
    long seed = new Random().nextLong();
    System.out.println("TypeModifierIT seed " + seed);
    Random random = new Random(seed);
    for (String name : TYPES.keySet()) {
      for (String value : values(name, random)) {
        String plain = outcome(name + "_plain", value);
        assertThat(outcome(name + "_eq", value)).as("%s_eq of %s", name, value).isEqualTo(plain);
        assertThat(outcome(name + "_random", value)).as("%s of %s", name, value).isEqualTo(plain);
      }
    }
  }

  private static List<String> values(String name, Random random) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      values.add(
          switch (name) {
            case "price", "tons", "tiny" ->
                random.nextInt(-2_000_000_000, 2_000_000_000) + "e-" + random.nextInt(0, 14);
            case "code" -> "äbc d  ".substring(0, random.nextInt(8)) + " ".repeat(i % 4);
            case "clock" ->
                String.format(
                    "%02d:%02d:%02d.%06d", random.nextInt(24), i, 59, random.nextInt(1_000_000));
            default ->
                String.format(
                    "%04d-06-%02d 23:59:59.%06d",
                    random.nextInt(1, 4000), 1 + i % 28, random.nextInt(1_000_000));
          });
    }
    values.addAll(
        switch (name) {
          case "price", "tons", "tiny" ->
              List.of("NaN", "0", "99999999.994", "99999999.995", "-0.005", "0.00995", "1e20");
          case "code" -> List.of("", "abcde", "abcdef", "abcde   ", "äöüßé");
          case "clock" -> List.of("23:59:59.95", "24:00:00", "00:00:00.05");
          default ->
              List.of("infinity", "-infinity", "1969-12-31 23:59:59.5", "1999-12-31 23:59:59.9995");
        });
    return values;
  }

  /** Returns the text that is read back, or the SQLState of the refusal. */
  private static String outcome(String column, String value) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM t");
      statement.execute("INSERT INTO t (" + column + ") VALUES ('" + value + "')");
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + column + " FROM t")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void findsByEqualityWhateverTheScaleAndReportsTheModifier() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM t");
      statement.execute("INSERT INTO t (id, price_eq) VALUES (1, 1.5)");
    }
    for (String same : List.of("1.5", "1.50", "1.500")) {
      try (PreparedStatement select =
          connection.prepareStatement("SELECT price_eq FROM t WHERE price_eq = ?")) {
        select.setBigDecimal(1, new BigDecimal(same));
        try (ResultSet row = select.executeQuery()) {
          assertThat(row.next()).as(same).isTrue();
          assertThat(row.getBigDecimal(1)).hasToString("1.50");
          ResultSetMetaData metaData = row.getMetaData();
          assertThat(metaData.getPrecision(1)).isEqualTo(10);
          assertThat(metaData.getScale(1)).isEqualTo(2);
        }
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id FROM t WHERE price_eq = 1.504")) {
      assertThat(row.next()).isFalse();
    }
  }

  @Test
  void copyAndAlterTypeKeepToTheModifierToo() throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE goods (id int, plain numeric, cost price_eq)");
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      copies.copyIn(
          "COPY goods FROM STDIN", new StringReader("1\t2.5\t1.005\n2\t7\t3\n3\t\\N\t\\N\n"));
      StringWriter out = new StringWriter();
      copies.copyOut("COPY goods (id, cost) TO STDOUT", out);
      assertThat(out).hasToString("1\t1.01\n2\t3.00\n3\t\\N\n");
      assertThatThrownBy(
              () -> copies.copyIn("COPY goods FROM STDIN", new StringReader("4\t1\t1e9\n")))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("22003");

      statement.execute("UPDATE goods SET plain = 2.345 WHERE id = 1");
      statement.execute("ALTER TABLE goods ALTER COLUMN plain TYPE price_eq");
      assertThat(texts("SELECT plain FROM goods ORDER BY id"))
          .containsExactly("2.35", "7.00", null);
      assertThat(texts("SELECT id FROM goods WHERE plain = 7")).containsExactly("2");
      statement.execute("ALTER TABLE goods ALTER COLUMN plain TYPE numeric");
      assertThat(texts("SELECT plain FROM goods ORDER BY id"))
          .containsExactly("2.35", "7.00", null);
      statement.execute("INSERT INTO goods VALUES (4, 1e9)");
      assertThatThrownBy(
              () -> statement.execute("ALTER TABLE goods ALTER COLUMN plain TYPE price_eq"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("22003");
    }
  }

  @Test
  void whereNothingIsStoredAValueThatDoesNotFitIsRefused() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM t");
      statement.execute("INSERT INTO t (id, price_eq) VALUES (1, 1.5), (2, NULL)");
    }
    assertThat(texts("SELECT coalesce(price_eq, 2) FROM t ORDER BY id"))
        .containsExactly("1.50", "2.00");
    assertThatThrownBy(() -> texts("SELECT coalesce(price_eq, 2.005) FROM t"))
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE003");
  }

  private static List<String> texts(String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }
}
