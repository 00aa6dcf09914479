package io.github.cofferjdbc.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs generated statements on a plain schema through pgjdbc and on an encrypted one with the same
 * rows through Coffer, each with literals and with parameters. Coffer answers as PostgreSQL does or
 * refuses with KE003; what section 5's table allows it never refuses.
 *
 * <p>The property {@code coffer.test.seed} chooses other statements, {@code coffer.test.statements}
 * how many.
 */
class DifferentialIT {
  private static final long SEED = Long.getLong("coffer.test.seed", 20_241);
  private static final int COUNT = Integer.getInteger("coffer.test.statements", 2_400);

  @Test
  void answersAsPostgresDoesOrRefuses() throws Exception {
    int allowed = COUNT * 3 / 4;
    System.out.println("differential test: seed " + SEED + " (-Dcoffer.test.seed=…)");
    boolean merges = TestPostgres.shared().majorVersion() >= 15;
    List<Statement> statements = Statements.of(SEED, allowed, COUNT - allowed, merges);
    Tally tally = new Tally();
    try (ProtectedDatabase encrypted = ProtectedDatabase.with(TwinSchema.ddl(true));
        TestDatabase plain = TestPostgres.shared().newDatabase()) {
      plain.execute(TwinSchema.ddl(false));
      TwinSchema.register(encrypted);
      fill(plain.connect());
      fill(encrypted.coffer());
      try (Side one = side(plain.connect(), false);
          Side other = side(encrypted.coffer(), true)) {
        for (Statement statement : statements) {
          for (boolean parameters : List.of(false, true)) {
            tally.add(
                statement,
                parameters,
                one.run(statement, parameters),
                other.run(statement, parameters));
          }
        }
      }
    }
    System.out.println(
        COUNT
            + " statements, "
            + allowed
            + " of them within the table, twice each ("
            + tally.plainErrorsInTable()
            + " of those runs fail on both sides)");
    System.out.println(tally.summary());
    assertThat(tally.wrong()).as("seed %d%n%s", SEED, tally.failures()).isEmpty();
    // A grammar that made mostly mistakes would prove nothing.
    assertThat(tally.plainErrorsInTable()).isLessThan(allowed / 5);
  }

  private static Side side(Connection connection, boolean encryptedSide) throws SQLException {
    TwinSchema.makeTemporary(connection, encryptedSide, SEED);
    return new Side(connection);
  }

  private static void fill(Connection connection) throws Exception {
    try (connection) {
      TwinSchema.fill(connection, SEED);
    }
  }
}
