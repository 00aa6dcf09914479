package io.github.cofferjdbc.keys.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pkcs11UriTest {

  @Test
  void readsTheAttributesOfAKey() throws SQLException {
    Pkcs11Uri uri =
        Pkcs11Uri.parse(
            "pkcs11:token=My%20token%3b;serial=0123;object=a%3Bb;slot-id=7;type=secret-key"
                + "?module-path=/usr/lib/x.so&pin-source=file:/etc/pin%26");

    assertThat(uri.token()).isEqualTo(Map.of("token", "My token;", "serial", "0123"));
    assertThat(uri.object()).isEqualTo("a;b");
    assertThat(uri.slotId()).contains(7L);
    assertThat(uri.modulePath()).contains(Path.of("/usr/lib/x.so"));
    assertThat(uri.pinSource()).contains("file:/etc/pin&");
  }

  @Test
  void showsTheKeyWithoutLibraryAndPin() throws SQLException {
    assertThat(
            Pkcs11Uri.parse(
                "pkcs11:object=k;token=My%20token?pin-source=file:/etc/pin&module-path=/x.so"))
        .hasToString("pkcs11:token=My%20token;object=k");
  }

  @Test
  void writesWhatItReads() throws SQLException {
    String text = "pkcs11:serial=%25;token=a%2Fb%3F%C3%A4;slot-id=3;object=%2C~.-_";

    assertThat(Pkcs11Uri.parse(text)).hasToString(text);
    assertThat(Pkcs11Uri.parse(Pkcs11Uri.parse(text).toString())).isEqualTo(Pkcs11Uri.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs11:",
        "pkcs11:token=a",
        "pkcs11:object=a",
        "pkcs11:token=a;object=",
        "pkcs11:token=a;object=b;",
        "pkcs11:token=a;token=b;object=c",
        "pkcs11:token=a;object=%4",
        "pkcs11:token=a;object=%zz",
        "pkcs11:token=a;object=%FF",
        "pkcs11:token=a;object=%C3%A4",
        "pkcs11:token=a;id=%01",
        "pkcs11:token=a;object=b;id=%01",
        "pkcs11:token=a;object=b;type=private",
        "pkcs11:token=a;object=b;slot-id=x",
        "pkcs11:token=a;object=b;library-version=3",
        "pkcs11:token=a;object=b?module-path=x.so",
        "pkcs11:token=a;object=b?module-name=x",
        "pkcs11:token=a;object=b?pin-value=1234"
      })
  void refusesWhatItDoesNotFullyUnderstand(String text) {
    assertThatThrownBy(() -> Pkcs11Uri.parse(text))
        .isInstanceOf(SQLException.class)
        .hasMessageNotContaining("1234")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE009");
  }
}
