package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

class CopyEndTest {

  @Test
  void anErrorThatTheServerCouldHaveSentIsPgjdbcs() {
    SQLException failed = CopyEnd.failed(new SQLException("extra data", "22P04"));

    assertThat((Throwable) failed).isInstanceOf(PSQLException.class);
    assertThat(failed.getSQLState()).isEqualTo("22P04");
  }

  @Test
  void anErrorOfCoffersOwnStaysCoffers() {
    SQLException own = new SQLException("failed authentication", "KE001");

    assertThat((Throwable) CopyEnd.failed(own)).isSameAs(own);
  }
}
