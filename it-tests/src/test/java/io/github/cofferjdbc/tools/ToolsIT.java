package io.github.cofferjdbc.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** sqlline and H2's shell know nothing of Coffer: a URL and the one jar is all that they get. */
class ToolsIT {
  private static final Map<String, String> PASSWORD =
      Map.of("COFFER_LOCAL_PASSWORD", "correct horse battery staple");

  @TempDir static Path folder;
  private static TestDatabase database;

  @BeforeAll
  static void initialise() throws Exception {
    database = TestPostgres.shared().newDatabase();
    ToolProcess init =
        run(
            "-jar",
            ToolProcess.allJar().toString(),
            "init",
            "--url",
            database.jdbcUrl(),
            "--user",
            database.user(),
            "--password",
            database.password(),
            "--key-store",
            "file:" + folder.resolve("keys"),
            "--master-key",
            "local:" + folder.resolve("master.json"));
    assertThat(init.exitStatus()).as(init.output()).isZero();
  }

  @AfterAll
  static void drop() throws Exception {
    database.close();
  }

  @Test
  void sqllineReadsWhatItWroteAsLiterals() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("script.sql"),
            """
            CREATE TABLE person (id int PRIMARY KEY, ssn encrypted.text_eq, born encrypted.date_eq);
            INSERT INTO person VALUES (1, '078-05-1120', '1955-02-24');
            INSERT INTO person (born, ssn, id) VALUES ('1999-12-31', '219-09-9999', 2);
            SELECT id, born FROM person WHERE ssn = '219-09-9999';
            SELECT ssn FROM person ORDER BY id;
            """);
    ToolProcess sqlline =
        run(
            "-cp",
            ToolProcess.allJar() + java.io.File.pathSeparator + ToolProcess.tools() + "/*",
            "sqlline.SqlLine",
            "-u",
            url(),
            "-n",
            database.user(),
            "-p",
            database.password(),
            "--run=" + script);
    assertThat(sqlline.exitStatus()).as(sqlline.output()).isZero();
    assertThat(sqlline.output()).contains("1999-12-31").contains("078-05-1120");
    assertThat(asTheServerSeesThem("ssn"))
        .hasSize(2)
        .allSatisfy(value -> assertThat(value).startsWith("\\xec"));
  }

  @Test
  void h2ShellReadsAnEncryptedColumn() throws Exception {
    ToolProcess shell =
        run(
            "-cp",
            ToolProcess.allJar() + java.io.File.pathSeparator + ToolProcess.tools() + "/*",
            "org.h2.tools.Shell",
            "-url",
            url(),
            "-driver",
            "io.github.cofferjdbc.CofferDriver",
            "-user",
            database.user(),
            "-password",
            database.password(),
            "-sql",
            "CREATE TABLE note (id int, body encrypted.text_random);"
                + "INSERT INTO note VALUES (7, 'only we can read this');"
                + "SELECT * FROM note");
    assertThat(shell.exitStatus()).as(shell.output()).isZero();
    assertThat(shell.output()).contains("only we can read this");
  }

  @Test
  void theJarPrintsNothingOfItsOwn() throws Exception {
    ToolProcess version = run("-jar", ToolProcess.allJar().toString(), "--version");
    assertThat(version.exitStatus()).isZero();
    assertThat(version.output().lines()).hasSize(1);
  }

  private static ToolProcess run(String... arguments) throws Exception {
    return ToolProcess.java(folder, PASSWORD, List.of(arguments));
  }

  private static String url() {
    return "jdbc:coffer:"
        + database.jdbcUrl().substring("jdbc:".length())
        + (database.jdbcUrl().contains("?") ? "&" : "?")
        + "coffer.keyStore=file:"
        + folder.resolve("keys");
  }

  private static List<String> asTheServerSeesThem(String column) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery("SELECT " + column + " FROM person")) {
      List<String> values = new java.util.ArrayList<>();
      while (results.next()) {
        values.add(results.getString(1));
      }
      return values;
    }
  }
}
