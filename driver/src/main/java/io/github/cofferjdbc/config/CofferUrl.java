package io.github.cofferjdbc.config;

import io.github.cofferjdbc.error.CofferState;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a URL and its properties ask for, taken apart: {@code jdbc:coffer:X?coffer.a=b&c=d} is the
 * wrapped driver's {@code jdbc:X?c=d} and Coffer's own {@code coffer.a}.
 *
 * <p>Everything whose name begins with {@code coffer.}, in whatever case, is Coffer's and never
 * reaches the wrapped driver; everything else reaches it unchanged. A setting in the URL goes
 * before one in the properties, as in pgjdbc. Immutable and thread safe; {@link #toString} hides
 * secrets.
 */
public final class CofferUrl {

  /** What Coffer's URLs begin with. */
  public static final String PREFIX = "jdbc:coffer:";

  private static final String PLAIN = "jdbc:postgresql:";

  private final String delegateUrl;
  private final String outerUrl;
  private final Properties delegateProperties;
  private final Settings settings;

  private CofferUrl(
      String delegateUrl, String outerUrl, Properties delegateProperties, Settings settings) {
    this.delegateUrl = delegateUrl;
    this.outerUrl = outerUrl;
    this.delegateProperties = delegateProperties;
    this.settings = settings;
  }

  /**
   * Tells whether Coffer answers this URL: one of its own, or a plain one of PostgreSQL if {@code
   * coffer.acceptPlainUrls} is true in it, in the properties or as a system property.
   */
  public static boolean accepts(@Nullable String url, @Nullable Properties info) {
    if (url == null) {
      return false;
    }
    return url.startsWith(PREFIX) || (url.startsWith(PLAIN) && plainAccepted(url, info));
  }

  private static boolean plainAccepted(String url, @Nullable Properties info) {
    String key = Setting.ACCEPT_PLAIN_URLS.key();
    return Boolean.parseBoolean(System.getProperty(key))
        || (info != null && "true".equals(info.getProperty(key)))
        || parameters(url).contains(key + "=true");
  }

  /**
   * Takes a URL apart.
   *
   * @param url one that {@link #accepts} takes, or a plain one of any driver
   * @param info defaults of the properties count; may be null
   * @throws SQLException KE009 if a setting of Coffer's is unknown (the message names the nearest),
   *     malformed, given twice, or a secret that stands in the URL
   */
  public static CofferUrl parse(String url, @Nullable Properties info) throws SQLException {
    Map<String, String> own = new TreeMap<>();
    Properties others = new Properties();
    if (info != null) {
      split(info, own, others);
    }
    Map<String, String> inUrl = new TreeMap<>();
    List<String> otherParameters = new ArrayList<>();
    for (String parameter : parameters(url)) {
      int equals = parameter.indexOf('=');
      String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
      if (!own(name)) {
        otherParameters.add(parameter);
      } else if (Setting.ofKey(name).map(Setting::secret).orElse(false)) {
        throw CofferState.BAD_CONFIGURATION.exception(
            name + " must not stand in a URL, which is logged and shown: give it as a property.");
      } else if (inUrl.put(name, equals < 0 ? "" : decoded(parameter.substring(equals + 1)))
          != null) {
        throw CofferState.BAD_CONFIGURATION.exception(
            "The URL gives " + name + " twice: leave one out.");
      }
    }
    own.putAll(inUrl);
    Settings settings = Settings.of(own);
    String inner = url.startsWith(PREFIX) ? "jdbc:" + url.substring(PREFIX.length()) : url;
    return new CofferUrl(
        withParameters(inner, otherParameters), withoutSecrets(url), others, settings);
  }

  private static void split(Properties info, Map<String, String> own, Properties others)
      throws SQLException {
    for (String name : info.stringPropertyNames()) {
      if (own(name)) {
        own.put(name, info.getProperty(name));
      } else {
        others.setProperty(name, info.getProperty(name));
      }
    }
    for (Map.Entry<Object, Object> entry : info.entrySet()) {
      if (entry.getKey() instanceof String name) {
        if (entry.getValue() instanceof String) {
          continue; // told by stringPropertyNames
        }
        if (own(name)) {
          throw CofferState.BAD_CONFIGURATION.exception(
              "The property " + name + " is not a String: give its value as text.");
        }
      }
      others.put(entry.getKey(), entry.getValue());
    }
  }

  /** Returns the URL of the wrapped driver; nothing of Coffer's is left in it. */
  public String delegateUrl() {
    return delegateUrl;
  }

  /** Returns the URL as the user gave it, without parameters that hold a secret. */
  public String outerUrl() {
    return outerUrl;
  }

  /** Returns a copy of the properties of the wrapped driver; nothing of Coffer's is in it. */
  public Properties delegateProperties() {
    Properties copy = new Properties();
    copy.putAll(delegateProperties);
    return copy;
  }

  /** Returns what Coffer is asked for. */
  public Settings settings() {
    return settings;
  }

  /** Returns the same URL with other settings. */
  public CofferUrl with(Settings otherSettings) {
    return new CofferUrl(delegateUrl, outerUrl, delegateProperties, otherSettings);
  }

  /** Returns the wrapped driver's subprotocol, such as {@code postgresql}. */
  public String subprotocol() {
    int start = "jdbc:".length();
    int end = delegateUrl.indexOf(':', start);
    return delegateUrl.substring(start, end < 0 ? delegateUrl.length() : end);
  }

  @Override
  public String toString() {
    return outerUrl;
  }

  /** Returns the URL without the parameters that hold, or look as if they held, a secret. */
  public static String withoutSecrets(String url) {
    List<String> shown = new ArrayList<>();
    for (String parameter : parameters(url)) {
      if (!secret(parameter)) {
        shown.add(parameter);
      }
    }
    return withParameters(url, shown);
  }

  private static boolean secret(String parameter) {
    String name = parameter.substring(0, Math.max(parameter.indexOf('='), 0));
    String plain = percentDecoded(name).orElse(name).toLowerCase(Locale.ROOT);
    return plain.contains("password")
        || plain.contains("secret")
        || plain.contains("token")
        || plain.contains("credential");
  }

  private static boolean own(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(Setting.PREFIX);
  }

  private static List<String> parameters(String url) {
    int start = url.indexOf('?');
    return start < 0 || start + 1 == url.length()
        ? List.of()
        : List.of(url.substring(start + 1).split("&", -1));
  }

  private static String withParameters(String url, List<String> parameters) {
    int start = url.indexOf('?');
    if (start < 0) {
      return url;
    }
    String base = url.substring(0, start);
    return parameters.isEmpty() ? base : base + "?" + String.join("&", parameters);
  }

  private static String decoded(String text) throws SQLException {
    return percentDecoded(text)
        .orElseThrow(
            () ->
                CofferState.BAD_CONFIGURATION.exception(
                    "A parameter of the URL is not well percent-encoded: a % takes two hexadecimal"
                        + " digits, and the bytes are UTF-8."));
  }

  /** Decodes %XX as UTF-8; a plus sign stays one, as passwords and key names may hold it. */
  private static Optional<String> percentDecoded(String text) {
    if (text.indexOf('%') < 0) {
      return Optional.of(text);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < utf8.length; i++) {
      if (utf8[i] != '%') {
        bytes.write(utf8[i]);
        continue;
      }
      if (i + 2 >= utf8.length) {
        return Optional.empty();
      }
      int high = Character.digit(utf8[i + 1], 16);
      int low = Character.digit(utf8[i + 2], 16);
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
