package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.testing.ChildJvm;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Crypto-shredding of index keys and whole databases on the command line. */
class DestroyKeyCommandIT {

  private final CliFixture fixture = new CliFixture();
  private String id = "";

  @BeforeEach
  void init() throws SQLException {
    CliRun init = fixture.init("--json");
    assertThat(init.status()).as(init.toString()).isZero();
    id = init.at("databaseId").toString();
    fixture.database.execute(
        "CREATE DOMAIN iban AS encrypted.text_eq;"
            + "CREATE TABLE account (number iban, owner encrypted.text_eq, note encrypted.text_random)");
    assertThat(fixture.run("type", "iban").status()).isZero();
    sql("INSERT INTO account VALUES ('DE1', 'Ada', 'first'), ('DE2', 'Bob', NULL)");
  }

  @AfterEach
  void close() throws SQLException {
    KeyAccess.shared().clear();
    fixture.close();
  }

  /** Runs a statement in a process that has no keys yet; returns the first value of its result. */
  private String sql(String sql) throws SQLException {
    KeyAccess.shared().clear();
    try (Connection coffer = fixture.coffer(Map.of());
        Statement statement = coffer.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet result = statement.getResultSet()) {
        assertThat(result.next()).isTrue();
        return result.getString(1);
      }
    }
  }

  private void assertGone(String sql) {
    assertThatThrownBy(() -> sql(sql))
        .as(sql)
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).as(e.toString()).isEqualTo("KE002"));
  }

  private String keyOf(String column) throws SQLException {
    try (Connection plain = fixture.database.connect();
        Statement statement = plain.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT encode(substring(" + column + "::bytea, 5, 4), 'hex') FROM account")) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }

  private void assertRefused(String message, String... arguments) {
    CliRun run = fixture.run("destroy-key", arguments);
    assertThat(run.status()).as(run.toString()).isEqualTo(Coffer.FAILED);
    assertThat(run.err()).contains("KE009", message);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void theIndexKeyOfAScopeTakesItsValuesWithItAndNoOthers() throws SQLException {
    String key = keyOf("number");
    assertRefused("use --shred", key);
    assertRefused("The key's name is " + key + "-version-2", key, "--shred", "--confirm", key);
    assertThat(sql("SELECT count(number) FROM account WHERE number = 'DE1'")).isEqualTo("1");

    CliRun gone = fixture.run("destroy-key", key, "--shred", "--confirm", key + "-version-2");

    assertThat(gone.status()).as(gone.toString()).isZero();
    assertThat(gone.out())
        .contains(
            "Key " + key + ", version 2  destroyed",
            "Needed by 2 values",
            "public.account.number: 2 values",
            "Gone: Searchable values of scope 1 (public.iban)",
            "Not gone: Whoever has an earlier copy of the key store",
            "Equal values stay recognisable as equal");
    assertGone("SELECT number FROM account");
    assertGone("SELECT note FROM account WHERE number = 'DE1'");
    assertGone("INSERT INTO account (number) VALUES ('DE3')");
    assertThat(sql("SELECT note FROM account WHERE owner = 'Ada'")).isEqualTo("first");
    assertThat(fixture.run("status").out()).contains("destroyed");
    CliRun verify = fixture.run("verify", "--json");
    assertThat(verify.status()).isEqualTo(Coffer.FAILED);
    assertThat(verify.out()).contains("KE002");
    CliRun again =
        fixture.run("destroy-key", key, "--shred", "--confirm", key + "-version-2", "--json");
    assertThat(again.status()).as(again.toString()).isZero();
    assertThat(again.at("changed")).isEqualTo(false);
  }

  @Test
  void theIndexKeyOfTheBuiltInTypesEndsTheirSearchableColumns() throws SQLException {
    String key = keyOf("owner");

    CliRun gone =
        fixture.run("destroy-key", key, "--shred", "--confirm", key + "-version-1", "--json");

    assertThat(gone.status()).as(gone.toString()).isZero();
    assertThat(gone.at("values")).hasToString("2");
    assertThat(gone.at("gone").toString()).contains("the built-in types");
    assertGone("SELECT owner FROM account");
    assertThat(sql("SELECT note FROM account WHERE number = 'DE1'")).isEqualTo("first");
  }

  @Test
  void aDatabaseWithAllItsKeysIsDestroyedOnceAndSaysSoTheSecondTime() throws SQLException {
    assertRefused("use --shred", id);
    assertRefused("The database's name is database-" + id, id, "--shred", "--confirm", "yes");
    CliRun untyped = fixture.run("destroy-key", id, "--shred");
    assertThat(untyped.status()).isEqualTo(2);
    assertThat(untyped.err()).contains("--confirm database-" + id);
    assertThat(sql("SELECT count(*) FROM account WHERE number = 'DE1'")).isEqualTo("1");

    CliRun gone = fixture.run("destroy-key", id, "--shred", "--confirm", "database-" + id);

    assertThat(gone.status()).as(gone.toString()).isZero();
    assertThat(gone.out())
        .contains(
            "Database " + id + "  destroyed",
            "Needed by 5 values",
            "Every protected value of the database",
            "Not gone: Whoever has an earlier copy");
    for (String statement :
        List.of(
            "SELECT note FROM account",
            "SELECT count(*) FROM account WHERE owner = 'Ada'",
            "INSERT INTO account (note) VALUES ('new')")) {
      assertGone(statement);
    }
    CliRun init = fixture.init();
    assertThat(init.status()).isEqualTo(Coffer.FAILED);
    assertThat(init.err()).contains("KE002");

    CliRun again = fixture.run("destroy-key", id, "--shred", "--confirm", "database-" + id);
    assertThat(again.status()).as(again.toString()).isZero();
    assertThat(again.out())
        .contains("has no keys in the key store", "They were destroyed before")
        .doesNotContain("  destroyed");
    assertRefused("The database's name is database-" + id, id, "--shred", "--confirm", "yes");
  }

  @Test
  void atATerminalTheNameIsTypedAndNothingElseDestroysIt() throws Exception {
    String name = "database-" + id;

    ChildJvm refused = shredWith("yes");
    assertThat(refused.status()).as(refused.toString()).isEqualTo(Coffer.FAILED);
    assertThat(refused.lines())
        .anyMatch(line -> line.contains("will be unreadable for ever"))
        .anyMatch(line -> line.contains("Type " + name + " to destroy it"))
        .anyMatch(line -> line.contains("KE009") && line.contains("name is " + name));
    assertThat(sql("SELECT note FROM account WHERE number = 'DE1'")).isEqualTo("first");

    ChildJvm gone = shredWith(name);
    assertThat(gone.status()).as(gone.toString()).isZero();
    assertThat(gone.lines()).anyMatch(line -> line.contains("Database " + id + "  destroyed"));
    assertGone("SELECT note FROM account");
  }

  /** Runs the command in a terminal of its own, where this is typed. */
  private ChildJvm shredWith(String typed) throws Exception {
    Assumptions.assumeTrue(
        new ProcessBuilder("bash", "-c", "command -v script").start().waitFor() == 0,
        "there is no script(1) of util-linux to give a process a terminal");
    List<String> arguments = new ArrayList<>(List.of("destroy-key", id, "--shred"));
    arguments.addAll(CliFixture.databaseOptions(fixture.database));
    arguments.addAll(
        List.of(
            "--key-store",
            "file:" + fixture.store(),
            "--settings",
            fixture.settings("coffer.localPassword=" + CliFixture.PASSWORD).toString()));
    return ChildJvm.under(
        List.of(
            "bash",
            "-c",
            "printf '%s\\n' \"$0\" | script -qec \"$(printf '%q ' \"$@\")\" /dev/null",
            typed),
        Coffer.class,
        arguments);
  }
}
