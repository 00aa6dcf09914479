package io.github.cofferjdbc.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SchemaIT {

  private static final UUID ID = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");
  private static TestDatabase database;
  private static Connection connection;

  @BeforeAll
  static void install() throws SQLException {
    database = TestPostgres.shared().newDatabase();
    connection = database.connect();
    assertThat(SchemaInstaller.install(connection, ID, null)).isTrue();
  }

  @AfterAll
  static void drop() throws SQLException {
    connection.close();
    database.close();
  }

  @Test
  void isCompleteAndInstallingAgainChangesNothing() throws SQLException {
    assertThat(SchemaInstaller.inspect(connection).complete()).isTrue();
    assertThat(SchemaInstaller.install(connection, ID, null)).isFalse();
    assertThat(text("SELECT encrypted.database_id()")).isEqualTo(ID.toString());
  }

  @Test
  void everyDomainAcceptsItsHeadersAndNoOther() throws SQLException {
    for (EncryptedType type : EncryptedType.builtIns()) {
      for (String hex : SchemaScript.accepted(type)) {
        String cast = "SELECT '\\x" + hex + "0102'::encrypted." + type.domainName();
        assertThat(text(cast)).isEqualTo("\\x" + hex + "0102");
      }
      for (String wrong : new String[] {"", "ec", "ec10", "ec1000", "ed1008", "616263", "ec2008"}) {
        assertThatThrownBy(() -> text("SELECT '\\x" + wrong + "'::encrypted." + type.domainName()))
            .as(type + " " + wrong)
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23514"));
      }
      assertThat(text("SELECT NULL::encrypted." + type.domainName())).isNull();
    }
  }

  @Test
  void keepsTypesApartByTheirHeaders() {
    assertThatThrownBy(
            () ->
                text(
                    "SELECT '\\x"
                        + SchemaScript.accepted(EncryptedType.builtIns().get(0)).get(0)
                        + "'::encrypted.text_eq"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23514"));
  }

  @Test
  void hasAggregatesOverStoredValues() throws SQLException {
    execute("CREATE TEMP TABLE numbers (v encrypted.int4_ordered)");
    execute("INSERT INTO numbers VALUES ('\\xec120402'), ('\\xec120401'), (NULL), ('\\xec120403')");
    assertThat(text("SELECT encrypted.min(v) FROM numbers")).isEqualTo("\\xec120401");
    assertThat(text("SELECT encrypted.max(v) FROM numbers")).isEqualTo("\\xec120403");
    assertThat(text("SELECT encrypted.max(v) FROM numbers WHERE false")).isNull();
  }

  @Test
  void findsTheTokensOfAMatchValue() throws SQLException {
    String tail = "aa".repeat(60);
    assertThat(
            tokens(
                "ec1308"
                    + "00"
                    + "01020304"
                    + "02"
                    + "1111111111111111"
                    + "2222222222222222"
                    + tail))
        .containsExactly("1111111111111111", "2222222222222222");
    assertThat(tokens("ec1308" + "8101" + "01020304" + "01" + "1111111111111111" + tail))
        .containsExactly("1111111111111111");
    assertThat(tokens("ec1508" + "00" + "0102030405060708" + "01" + "3333333333333333" + tail))
        .containsExactly("3333333333333333");
    assertThat(tokens("ec1308" + "00" + "01020304" + "8201" + "44".repeat(8 * 130) + tail))
        .hasSize(130);
    assertThat(tokens("ec1308" + "00" + "01020304" + "00" + tail)).isEmpty();
  }

  @Test
  void findsNoTokensInWhatIsMalformed() throws SQLException {
    for (String hex :
        new String[] {
          "",
          "ec",
          "ec1308",
          "ec1308" + "ff".repeat(40),
          "ec130800010203047f" + "11".repeat(30),
          "ec1008" + "11".repeat(80),
          "ec1308000102030480" + "80".repeat(13)
        }) {
      assertThat(tokens(hex)).as(hex).isEmpty();
    }
  }

  @Test
  void canBeIndexedByTokens() throws SQLException {
    execute("CREATE TABLE notes (t encrypted.text_match)");
    execute("CREATE INDEX ON notes USING gin (encrypted.tokens(t))");
    execute(
        "INSERT INTO notes VALUES ('\\xec13080001020304011111111111111111"
            + "aa".repeat(60)
            + "')");
    assertThat(
            text(
                "SELECT count(*) FROM notes WHERE encrypted.tokens(t) @> ARRAY['\\x1111111111111111'::bytea]"))
        .isEqualTo("1");
  }

  @Test
  void needsNothingButCreateOnTheDatabase() throws SQLException {
    try (TestDatabase other = TestPostgres.shared().newDatabase()) {
      String role = "coffer_plain_" + other.name();
      other.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
      try (Connection plain = DriverManager.getConnection(other.jdbcUrl(), role, "secret")) {
        assertThatThrownBy(() -> SchemaInstaller.install(plain, ID, null))
            .hasMessageContaining("GRANT CREATE ON DATABASE")
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        assertThat(SchemaInstaller.inspect(plain).exists()).isFalse();
        other.execute("GRANT CREATE ON DATABASE " + other.name() + " TO " + role);
        assertThat(SchemaInstaller.install(plain, ID, null)).isTrue();
        assertThat(SchemaInstaller.inspect(plain).owner()).isEqualTo(role);
      } finally {
        other.execute("DROP OWNED BY " + role + " CASCADE");
        other.execute("DROP ROLE " + role);
      }
    }
  }

  @Test
  void canBelongToARoleOfItsOwn() throws SQLException {
    try (TestDatabase other = TestPostgres.shared().newDatabase()) {
      String owner = "\"Coffer's " + other.name() + "\"";
      other.execute("CREATE ROLE " + owner);
      try (Connection admin = other.connect()) {
        String name = "Coffer's " + other.name();
        assertThat(SchemaInstaller.install(admin, ID, name)).isTrue();
        assertThat(SchemaInstaller.inspect(admin).owner()).isEqualTo(name);
        assertThat(SchemaInstaller.install(admin, ID, name)).isFalse();
        assertThatThrownBy(() -> SchemaInstaller.install(admin, ID, other.user()))
            .hasMessageContaining("owned by");
        assertThatThrownBy(() -> SchemaInstaller.install(admin, UUID.randomUUID(), name))
            .hasMessageContaining("The database's id is");
      } finally {
        other.execute("DROP OWNED BY " + owner + " CASCADE");
        other.execute("DROP ROLE " + owner);
      }
    }
  }

  @Test
  void everybodyMayUseIt() throws SQLException {
    String role = "coffer_app_" + database.name();
    execute("CREATE ROLE " + role);
    try {
      execute("SET ROLE " + role);
      assertThat(text("SELECT encrypted.database_id()")).isEqualTo(ID.toString());
      assertThat(text("SELECT '\\xec1108'::encrypted.text_eq")).isEqualTo("\\xec1108");
      execute("CREATE TEMP TABLE mine (a encrypted.text_eq, b encrypted.date_ordered[])");
    } finally {
      execute("RESET ROLE");
      execute("DROP TABLE IF EXISTS pg_temp.mine");
      execute("DROP ROLE " + role);
    }
  }

  @Test
  void noticesAChangedDomainAndAForeignSchema() throws SQLException {
    try (TestDatabase other = TestPostgres.shared().newDatabase();
        Connection admin = other.connect()) {
      other.execute("CREATE SCHEMA encrypted; CREATE TABLE encrypted.mine (a int)");
      assertThatThrownBy(() -> SchemaInstaller.install(admin, ID, null))
          .hasMessageContaining("not Coffer's");
      other.execute("DROP SCHEMA encrypted CASCADE");
      SchemaInstaller.install(admin, ID, null);
      other.execute("ALTER DOMAIN encrypted.text_eq DROP CONSTRAINT stored_value");
      assertThatThrownBy(() -> SchemaInstaller.install(admin, ID, null))
          .hasMessageContaining("encrypted.text_eq was changed")
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE006"));
      other.execute("DROP DOMAIN encrypted.text_eq");
      assertThat(SchemaInstaller.install(admin, ID, null)).isTrue();
      other.execute(
          "CREATE OR REPLACE FUNCTION encrypted.database_id() RETURNS uuid LANGUAGE sql AS"
              + " $$SELECT gen_random_uuid()$$");
      assertThatThrownBy(() -> SchemaInstaller.install(admin, ID, null))
          .hasMessageContaining("database_id() was changed");
    }
  }

  private static String[] tokens(String hex) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT encrypted.tokens('\\x" + hex + "')")) {
      result.next();
      Array array = result.getArray(1);
      byte[][] bytes = (byte[][]) array.getArray();
      String[] texts = new String[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        texts[i] = HexFormat.of().formatHex(bytes[i]);
      }
      return texts;
    }
  }

  private static String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
