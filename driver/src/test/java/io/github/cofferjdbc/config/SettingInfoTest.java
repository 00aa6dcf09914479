package io.github.cofferjdbc.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverPropertyInfo;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingInfoTest {

  private static final Path PAGE = Path.of("../docs/settings.md");
  private static final String BEGIN = "<!-- table: made from the enum Setting -->\n";
  private static final String END = "<!-- end of table -->\n";

  /** Run with {@code -Dcoffer.update=true} to write the table anew. */
  @Test
  void thePageHasTheTableThatTheEnumMakes() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (Boolean.getBoolean("coffer.update")) {
      Files.writeString(
          PAGE, page.substring(0, begin) + SettingInfo.markdownTable() + page.substring(end));
    } else {
      assertThat(page.substring(begin, end)).isEqualTo(SettingInfo.markdownTable());
    }
  }

  @Test
  void hidesTheValuesOfSecrets() {
    Properties info = new Properties();
    info.setProperty("coffer.localPassword", "hunter2");
    info.setProperty("coffer.padding", "16");
    DriverPropertyInfo[] infos = SettingInfo.properties(info);
    assertThat(infos).hasSize(Setting.values().length);
    assertThat(Arrays.stream(infos).map(each -> each.value))
        .doesNotContain("hunter2")
        .contains("16");
  }

  @Test
  void everySettingHasASentence() {
    for (Setting setting : Setting.values()) {
      assertThat(setting.sentence()).as(setting.key()).endsWith(".").doesNotContain("\n");
      assertThat(setting.key()).matches("coffer\\.[a-z][a-zA-Z]+");
    }
  }
}
