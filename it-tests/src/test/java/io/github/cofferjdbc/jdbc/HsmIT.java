package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.testing.SoftHsm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From SQL down to a key in an HSM, and back. */
class HsmIT {

  private static final String DDL =
      "CREATE TABLE person (id int PRIMARY KEY, ssn encrypted.text_eq, note encrypted.text_random)";

  @Test
  void readsThroughSoftHsmWhatItWrote() throws SQLException {
    assertRoundTrip(SoftHsm.shared().masterKey(SoftHsm.KEY));
  }

  @Test
  void readsThroughAJceProviderWhatItWrote() throws SQLException {
    assertRoundTrip(
        "jce:provider=io.github.cofferjdbc.testing.HsmProvider;keystore=TestHsm;alias=sql");
  }

  private static void assertRoundTrip(String masterKey) throws SQLException {
    try (ProtectedDatabase database =
        ProtectedDatabase.with(DDL, Map.of(Setting.MASTER_KEY.key(), masterKey))) {
      try (Connection connection = database.coffer();
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO person VALUES (?, ?, ?)")) {
        for (int i = 0; i < 50; i++) {
          insert.setInt(1, i);
          insert.setString(2, "123-45-" + i);
          insert.setString(3, "note " + i);
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).hasSize(50);
      }
      try (Connection connection = database.coffer();
          PreparedStatement select =
              connection.prepareStatement("SELECT id, note FROM person WHERE ssn = ?")) {
        select.setString(1, "123-45-17");
        try (ResultSet row = select.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getInt(1)).isEqualTo(17);
          assertThat(row.getString(2)).isEqualTo("note 17");
          assertThat(row.next()).isFalse();
        }
      }
      try (Connection plain = database.plain();
          Statement statement = plain.createStatement();
          ResultSet row = statement.executeQuery("SELECT note FROM person WHERE id = 17")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getBytes(1)).startsWith(0xEC).hasSizeGreaterThan(60);
      }
    }
  }
}
