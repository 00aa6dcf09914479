package io.github.cofferjdbc.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.HexFormat;

/** Short ways to say what a text should become. */
final class Texts {

  static final SessionTime BERLIN = new SessionTime("Europe/Berlin");

  private Texts() {}

  static byte[] read(BaseType type, String text) throws SQLException {
    return ValueText.fromText(type, text, BERLIN);
  }

  static String hex(BaseType type, String text) throws SQLException {
    return HexFormat.of().formatHex(read(type, text));
  }

  /** Reads the text and prints the value. */
  static String again(BaseType type, String text) {
    return again(type, text, BERLIN);
  }

  static String again(BaseType type, String text, SessionTime session) {
    try {
      return ValueText.toText(type, ValueText.fromText(type, text, session), session);
    } catch (SQLException e) {
      return e.getSQLState();
    } catch (MalformedValueException e) {
      throw new AssertionError(e);
    }
  }

  static void assertRefused(BaseType type, String sqlState, String... texts) {
    for (String text : texts) {
      assertThatThrownBy(() -> read(type, text))
          .as(type + " <" + text + ">")
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo(sqlState);
                if (text.length() > 3) {
                  assertThat(e.getMessage()).doesNotContain(text);
                }
              });
    }
  }
}
