package io.github.cofferjdbc.config;

import java.sql.DriverPropertyInfo;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings as others want to see them: JDBC's property infos, and a table in Markdown. */
public final class SettingInfo {

  private SettingInfo() {}

  /** Returns the settings for {@code Driver.getPropertyInfo}; values of secrets are left out. */
  public static DriverPropertyInfo[] properties(@Nullable Properties info) {
    Setting[] settings = Setting.values();
    DriverPropertyInfo[] infos = new DriverPropertyInfo[settings.length];
    for (int i = 0; i < settings.length; i++) {
      infos[i] = property(settings[i], info);
    }
    return infos;
  }

  private static DriverPropertyInfo property(Setting setting, @Nullable Properties info) {
    String given = info == null ? null : info.getProperty(setting.key());
    DriverPropertyInfo property =
        new DriverPropertyInfo(
            setting.key(),
            setting.secret() ? null : given == null ? setting.defaultValue().orElse(null) : given);
    property.description = setting.sentence();
    property.required = false;
    property.choices =
        switch (setting.kind()) {
          case FLAG -> new String[] {"true", "false"};
          case CHOICE -> setting.choices().toArray(new String[0]);
          case TEXT, SECRET, NUMBER, DURATION, UUID -> null;
        };
    return property;
  }

  /** Returns the table of {@code docs/settings.md}, one line a setting. */
  public static String markdownTable() {
    StringBuilder table =
        new StringBuilder("| setting | takes | default | what it does |\n|---|---|---|---|\n");
    for (Setting setting : Setting.values()) {
      table
          .append("| `")
          .append(setting.key())
          .append("` | ")
          .append(takes(setting))
          .append(" | ")
          .append(setting.defaultValue().map(value -> "`" + value + "`").orElse(""))
          .append(" | ")
          .append(setting.sentence().replace("|", "\\|"))
          .append(" |\n");
    }
    return table.toString();
  }

  private static String takes(Setting setting) {
    return switch (setting.kind()) {
      case TEXT -> "text";
      case SECRET -> "secret text";
      case FLAG -> "`true` or `false`";
      case NUMBER -> String.format(Locale.ROOT, "%d to %d", setting.minimum(), setting.maximum());
      case DURATION -> "duration (ISO 8601)";
      case UUID -> "UUID";
      case CHOICE ->
          setting.choices().stream()
              .map(choice -> "`" + choice + "`")
              .collect(Collectors.joining(", "));
    };
  }
}
