package io.github.cofferjdbc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TestPostgresIT {

  @Test
  void givesEachCallerAnEmptyDatabaseOfItsOwn() throws Exception {
    try (TestDatabase one = TestPostgres.shared().newDatabase();
        TestDatabase two = TestPostgres.shared().newDatabase()) {
      one.execute("CREATE TABLE t (id int)");

      two.execute("CREATE TABLE t (id int)");

      assertThat(one.name()).isNotEqualTo(two.name());
    }
  }

  @Test
  void dropsADatabaseThatIsInUse() throws Exception {
    TestDatabase database = TestPostgres.shared().newDatabase();
    try (Connection connection = database.connect()) {
      assertThat(connection.isValid(5)).isTrue();
      database.close();
    }
    assertThatThrownBy(database::connect)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("3D000"));
  }

  @Test
  void logsStatementsAndTheirParameters() throws Exception {
    try (TestDatabase database = TestPostgres.shared().newDatabase()) {
      int before = TestPostgres.shared().logLength();
      try (Connection connection = database.connect();
          PreparedStatement statement =
              connection.prepareStatement("SELECT ?::text || 'literal'")) {
        statement.setString(1, "kanarienvögel");
        statement.execute();
      }
      assertThat(TestPostgres.shared().logSince(before))
          .contains("kanarienvögel", "'literal'", database.name());
    }
  }

  @Test
  void wantsTheRightPassword() throws Exception {
    try (TestDatabase database = TestPostgres.shared().newDatabase()) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(database.jdbcUrl(), database.user(), "wrong"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }
  }

  @Test
  void runsTheVersionThatIsAskedFor() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeFalse(
        TestPostgres.shared().origin().startsWith("given"), "the server is given");
    assertThat(TestPostgres.shared().majorVersion())
        .isEqualTo(Integer.parseInt(TestPostgres.wantedVersion()));
  }
}
