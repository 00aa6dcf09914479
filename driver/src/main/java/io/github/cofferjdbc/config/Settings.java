package io.github.cofferjdbc.config;

import io.github.cofferjdbc.error.CofferState;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The checked settings of one connection or command. Immutable and thread safe; {@link #toString}
 * hides secrets. Equal settings give equal access, so they serve as a part of cache keys.
 */
public final class Settings {

  private static final String HOME = "${user.home}";

  private final Map<Setting, String> given;

  private Settings(Map<Setting, String> given) {
    this.given = given;
  }

  /** Returns the settings with nothing but defaults. */
  public static Settings defaults() {
    return new Settings(Map.of());
  }

  /**
   * Returns the settings that these properties name; the keys are full names such as {@code
   * coffer.keyStore}.
   *
   * @throws SQLException KE009 if a name is unknown (the message names the nearest right one) or a
   *     value malformed
   */
  public static Settings of(Map<String, String> properties) throws SQLException {
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    for (Map.Entry<String, String> entry : new TreeMap<>(properties).entrySet()) {
      Optional<Setting> setting = Setting.ofKey(entry.getKey());
      if (setting.isEmpty()) {
        throw unknown(entry.getKey());
      }
      check(setting.get(), entry.getValue());
      given.put(setting.get(), entry.getValue());
    }
    return new Settings(given);
  }

  /** Returns these settings with one changed; null takes it back to its default. */
  public Settings with(Setting setting, @Nullable String value) throws SQLException {
    Map<Setting, String> changed = new EnumMap<>(Setting.class);
    changed.putAll(given);
    if (value == null) {
      changed.remove(setting);
    } else {
      check(setting, value);
      changed.put(setting, value);
    }
    return new Settings(changed);
  }

  /** Returns the value as given, else the default, with {@code ${user.home}} replaced, or empty. */
  public Optional<String> text(Setting setting) {
    String own = given.get(setting);
    Optional<String> value = own == null ? setting.defaultValue() : Optional.of(own);
    return value.isPresent() && value.get().contains(HOME)
        ? Optional.of(value.get().replace(HOME, System.getProperty("user.home")))
        : value;
  }

  /** Tells whether the user gave the setting. */
  public boolean given(Setting setting) {
    return given.containsKey(setting);
  }

  /** Returns the value of a {@link Setting.Kind#FLAG} with a default. */
  public boolean flag(Setting setting) {
    return Boolean.parseBoolean(text(setting).orElseThrow());
  }

  /** Returns the value of a {@link Setting.Kind#NUMBER} with a default. */
  public long number(Setting setting) {
    return Long.parseLong(text(setting).orElseThrow());
  }

  /** Returns the value of a {@link Setting.Kind#DURATION} with a default. */
  public Duration duration(Setting setting) {
    return Duration.parse(text(setting).orElseThrow());
  }

  /** Returns the value of a {@link Setting.Kind#UUID}, or empty. */
  public Optional<UUID> uuid(Setting setting) {
    Optional<String> text = text(setting);
    return text.isPresent() ? Optional.of(UUID.fromString(text.get())) : Optional.empty();
  }

  /** Tells whether {@code coffer.policy} is {@code pinned}. */
  public boolean pinned() {
    return text(Setting.POLICY).orElseThrow().equals("pinned");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Settings settings && settings.given.equals(given);
  }

  @Override
  public int hashCode() {
    return given.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("{");
    given.forEach(
        (setting, value) ->
            out.append(out.length() == 1 ? "" : ", ")
                .append(setting.key())
                .append('=')
                .append(setting.secret() ? "<hidden>" : value));
    return out.append('}').toString();
  }

  private static void check(Setting setting, String value) throws SQLException {
    String wanted =
        switch (setting.kind()) {
          case TEXT, SECRET -> value.isBlank() ? "a text" : form(setting, value);
          case FLAG -> value.equals("true") || value.equals("false") ? null : "true or false";
          case CHOICE ->
              setting.choices().contains(value)
                  ? null
                  : "one of " + String.join(", ", setting.choices());
          case UUID -> isUuid(value) ? null : "a UUID such as 123e4567-e89b-12d3-a456-426614174000";
          case DURATION -> isDuration(value) ? null : "an ISO 8601 duration such as PT30S";
          case NUMBER ->
              isNumber(setting, value)
                  ? null
                  : "a number from " + setting.minimum() + " to " + setting.maximum();
        };
    if (wanted != null) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "The value of "
              + setting.key()
              + " is not valid: it takes "
              + wanted
              + ". "
              + setting.sentence());
    }
  }

  /** Returns what the text should look like if it does not, else null. */
  private static @Nullable String form(Setting setting, String value) {
    if (setting == Setting.KEY_STORE) {
      return (value.startsWith("file:") && value.length() > "file:".length())
              || value.startsWith("jdbc:postgresql:")
          ? null
          : "file:PATH or jdbc:postgresql://…";
    }
    if (setting == Setting.MASTER_KEY) {
      return value.matches("[a-z][a-z0-9-]*:.+")
          ? null
          : "aws-kms:ARN, pkcs11:…, jce:… or local:PATH";
    }
    if (setting == Setting.KMS_ENDPOINT) {
      return value.matches("https?://[^/?#]+/?") ? null : "https://HOST or https://HOST:PORT";
    }
    if (setting == Setting.AUDIT_LOG) {
      return value.startsWith("file:") && value.length() > "file:".length() ? null : "file:PATH";
    }
    return null;
  }

  private static boolean isUuid(String value) {
    try {
      return UUID.fromString(value).toString().equalsIgnoreCase(value);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isDuration(String value) {
    try {
      return !Duration.parse(value).isNegative();
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isNumber(Setting setting, String value) {
    try {
      long number = Long.parseLong(value);
      return number >= setting.minimum() && number <= setting.maximum();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static SQLException unknown(String key) {
    String nearest = Setting.CLUSTER.key();
    int best = Integer.MAX_VALUE;
    for (Setting setting : Setting.values()) {
      int distance = distance(key.toLowerCase(Locale.ROOT), setting.key().toLowerCase(Locale.ROOT));
      if (distance < best) {
        best = distance;
        nearest = setting.key();
      }
    }
    return CofferState.BAD_CONFIGURATION.exception(
        "There is no setting " + key + "; the nearest is " + nearest + ".");
  }

  /** Returns the Levenshtein distance of two short names. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
