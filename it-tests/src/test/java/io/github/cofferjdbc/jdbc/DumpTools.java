package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** The pg_dump and psql that are installed. No state. */
final class DumpTools {

  private DumpTools() {}

  /** Skips where pg_dump is not there, or of an earlier version: it refuses a later server. */
  static void require() throws Exception {
    int version = -1;
    try {
      Process process = new ProcessBuilder("pg_dump", "--version").start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      Matcher matcher = Pattern.compile("(\\d+)").matcher(out);
      version = process.waitFor() == 0 && matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
    } catch (IOException e) {
      // Told below.
    }
    int server = TestPostgres.shared().majorVersion();
    Assumptions.assumeTrue(
        version >= server,
        "there is no pg_dump for PostgreSQL " + server + " (found: " + version + ")");
  }

  /** Executes a dump in SQL. */
  static void restore(TestDatabase database, Path dump) throws Exception {
    run(database, "psql", "--quiet", "-v", "ON_ERROR_STOP=1", "--file", dump.toString());
  }

  /** Runs a tool on a database. */
  static void run(TestDatabase database, String... command) throws Exception {
    URI uri = URI.create(database.jdbcUrl().substring("jdbc:".length()));
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(
        List.of(
            "--host", uri.getHost(),
            "--port", Integer.toString(uri.getPort() < 0 ? 5432 : uri.getPort()),
            "--username", database.user(),
            "--dbname", database.name()));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", database.password());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command[0], out).isZero();
  }
}
