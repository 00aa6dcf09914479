package io.github.cofferjdbc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CofferUrlTest {

  @Test
  void takesCofferOutOfTheUrlAndLeavesTheRest() throws SQLException {
    CofferUrl url =
        CofferUrl.parse(
            "jdbc:coffer:postgresql://a:1,b:2/db?ssl=true&coffer.padding=16&x=%41&y&coffer.blockBytes=7",
            null);
    assertThat(url.delegateUrl()).isEqualTo("jdbc:postgresql://a:1,b:2/db?ssl=true&x=%41&y");
    assertThat(url.settings().text(Setting.PADDING)).contains("16");
    assertThat(url.settings().number(Setting.BLOCK_BYTES)).isEqualTo(7);
    assertThat(url.subprotocol()).isEqualTo("postgresql");
  }

  @Test
  void leavesNoQuestionMarkBehind() throws SQLException {
    assertThat(CofferUrl.parse("jdbc:coffer:postgresql:db?coffer.padding=16", null).delegateUrl())
        .isEqualTo("jdbc:postgresql:db");
  }

  @Test
  void wrapsOtherWrappers() throws SQLException {
    CofferUrl url = CofferUrl.parse("jdbc:coffer:aws-wrapper:postgresql://h/db", null);
    assertThat(url.delegateUrl()).isEqualTo("jdbc:aws-wrapper:postgresql://h/db");
    assertThat(url.subprotocol()).isEqualTo("aws-wrapper");
  }

  @Test
  void decodesPercentSignsAndKeepsPlusSigns() throws SQLException {
    CofferUrl url =
        CofferUrl.parse(
            "jdbc:coffer:postgresql:db?coffer.masterKey=pkcs11:token=a;object=b%3Fmodule-path%3D/x%26y+z%C3%A4",
            null);
    assertThat(url.settings().text(Setting.MASTER_KEY))
        .contains("pkcs11:token=a;object=b?module-path=/x&y+zä");
  }

  @Test
  void findsSettingsBehindAnEncodedName() throws SQLException {
    CofferUrl url = CofferUrl.parse("jdbc:coffer:postgresql:db?%63offer.padding=32", null);
    assertThat(url.delegateUrl()).isEqualTo("jdbc:postgresql:db");
    assertThat(url.settings().text(Setting.PADDING)).contains("32");
  }

  @Test
  void refusesABadPercentSign() {
    refuses(() -> CofferUrl.parse("jdbc:coffer:postgresql:db?coffer.cluster=%4", null), "percent");
    refuses(() -> CofferUrl.parse("jdbc:coffer:postgresql:db?coffer.cluster=%FF", null), "UTF-8");
    refuses(() -> CofferUrl.parse("jdbc:coffer:postgresql:db?coffer.cluster=%zz", null), "percent");
  }

  @Test
  void honoursDefaultsOfProperties() throws SQLException {
    Properties defaults = new Properties();
    defaults.setProperty("user", "u");
    defaults.setProperty("coffer.padding", "16");
    Properties info = new Properties(defaults);
    info.setProperty("password", "p");
    CofferUrl url = CofferUrl.parse("jdbc:coffer:postgresql:db", info);
    assertThat(url.delegateProperties()).containsOnlyKeys("user", "password");
    assertThat(url.settings().text(Setting.PADDING)).contains("16");
  }

  @Test
  void prefersTheUrlToTheProperties() throws SQLException {
    Properties info = new Properties();
    info.setProperty("coffer.padding", "16");
    CofferUrl url = CofferUrl.parse("jdbc:coffer:postgresql:db?coffer.padding=64", info);
    assertThat(url.settings().text(Setting.PADDING)).contains("64");
  }

  @Test
  void refusesWhatIsNotText() {
    Properties info = new Properties();
    info.put("coffer.blockBytes", 5);
    refuses(() -> CofferUrl.parse("jdbc:coffer:postgresql:db", info), "not a String");
  }

  @Test
  void passesObjectsOfOthersOn() throws SQLException {
    Properties info = new Properties();
    info.put("plugin", Thread.class);
    assertThat(CofferUrl.parse("jdbc:coffer:postgresql:db", info).delegateProperties())
        .containsEntry("plugin", Thread.class);
  }

  @Test
  void refusesSecretsInTheUrlWithoutRepeatingThem() {
    assertThatThrownBy(
            () -> CofferUrl.parse("jdbc:coffer:postgresql:db?coffer.localPassword=hunter2", null))
        .hasMessageContaining("coffer.localPassword must not stand in a URL")
        .hasMessageNotContaining("hunter2")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE009"));
  }

  @Test
  void namesTheNearestSetting() {
    refuses(
        () -> CofferUrl.parse("jdbc:coffer:postgresql:db?coffer.keystore=file:x", null),
        "coffer.keyStore");
    refuses(
        () -> CofferUrl.parse("jdbc:coffer:postgresql:db?Coffer.polcy=catalog", null),
        "coffer.policy");
  }

  @Test
  void refusesMalformedValues() {
    for (String bad :
        new String[] {
          "coffer.blockBytes=0",
          "coffer.blockBytes=67108865",
          "coffer.blockValues=many",
          "coffer.catalogTtl=30",
          "coffer.catalogTtl=-PT1S",
          "coffer.database=1234",
          "coffer.padding=8",
          "coffer.acceptPlainUrls=yes",
          "coffer.keyStore=ftp:x",
          "coffer.auditLog=file:",
          "coffer.auditLog=/var/log/coffer",
          "coffer.masterKey=secret",
          "coffer.kmsEndpoint=localhost",
          "coffer.cluster=",
          "coffer.cluster"
        }) {
      refuses(
          () -> CofferUrl.parse("jdbc:coffer:postgresql:db?" + bad, null),
          bad.replaceAll("=.*", ""));
    }
  }

  @Test
  void refusesASettingTwice() {
    refuses(
        () -> CofferUrl.parse("jdbc:coffer:postgresql:d?coffer.padding=16&coffer.padding=32", null),
        "twice");
  }

  @Test
  void answersPlainUrlsOnlyWhenAskedTo() {
    Properties info = new Properties();
    info.setProperty("coffer.acceptPlainUrls", "true");
    assertThat(CofferUrl.accepts("jdbc:postgresql:db", null)).isFalse();
    assertThat(CofferUrl.accepts("jdbc:postgresql:db", info)).isTrue();
    assertThat(CofferUrl.accepts("jdbc:postgresql:db?coffer.acceptPlainUrls=true", null)).isTrue();
    assertThat(CofferUrl.accepts("jdbc:mysql:db", info)).isFalse();
    assertThat(CofferUrl.accepts("jdbc:coffer:postgresql:db", null)).isTrue();
    assertThat(CofferUrl.accepts(null, null)).isFalse();
  }

  @Test
  void takesSecretsOutOfTheOuterUrl() throws SQLException {
    assertThat(
            CofferUrl.parse(
                    "jdbc:coffer:postgresql://h/d?user=u&password=p&coffer.padding=16&sslPassword=x",
                    null)
                .outerUrl())
        .isEqualTo("jdbc:coffer:postgresql://h/d?user=u&coffer.padding=16");
  }

  private static void refuses(ThrowingCallable parse, String part) {
    assertThatThrownBy(parse)
        .hasMessageContaining(part)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE009"));
  }
}
