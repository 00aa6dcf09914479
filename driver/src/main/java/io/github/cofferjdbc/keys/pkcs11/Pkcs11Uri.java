package io.github.cofferjdbc.keys.pkcs11;

import io.github.cofferjdbc.config.Attributes;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS#11 URI (RFC 7512) that names one secret key.
 *
 * <p>Strict: each attribute once, none that is unknown, since an attribute that was ignored could
 * have told two tokens apart. The JDK's provider finds secret keys by label alone, so {@code id} is
 * refused; a PIN in the URI itself is refused as well, since settings are shown. Immutable.
 *
 * @param token which token: {@code token}, {@code serial}, {@code manufacturer}, {@code model}
 * @param slotId the slot's number, if one is named
 * @param object the key's label
 * @param modulePath the library, absolute
 * @param pinSource the text of {@code pin-source}
 */
record Pkcs11Uri(
    Map<String, String> token,
    Optional<Long> slotId,
    String object,
    Optional<Path> modulePath,
    Optional<String> pinSource) {

  private static final Set<String> TOKEN = Set.of("token", "serial", "manufacturer", "model");
  private static final Set<String> PATH = Set.of("slot-id", "object", "type");
  private static final Set<String> QUERY = Set.of("module-path", "pin-source");

  static Pkcs11Uri parse(String reference) throws SQLException {
    String rest = reference.substring(Pkcs11Provider.SCHEME.length() + 1);
    int question = rest.indexOf('?');
    Map<String, String> path = attributes(question < 0 ? rest : rest.substring(0, question), ";");
    Map<String, String> query = attributes(question < 0 ? "" : rest.substring(question + 1), "&");
    Map<String, String> token = new TreeMap<>();
    for (Map.Entry<String, String> entry : path.entrySet()) {
      if (TOKEN.contains(entry.getKey())) {
        token.put(entry.getKey(), entry.getValue());
      } else if (!PATH.contains(entry.getKey())) {
        throw unknown(entry.getKey());
      }
    }
    for (String name : query.keySet()) {
      if (!QUERY.contains(name)) {
        throw unknown(name);
      }
    }
    if (!path.getOrDefault("type", "secret-key").equals("secret-key")) {
      throw malformed("type has to be secret-key");
    }
    String object = path.get("object");
    if (object == null || object.isEmpty() || (token.isEmpty() && !path.containsKey("slot-id"))) {
      throw malformed("it has to name a token and an object");
    }
    if (object.chars().anyMatch(c -> c > '~')) {
      throw malformed("the JDK finds no key whose label is not ASCII; give the key another label");
    }
    return new Pkcs11Uri(
        token,
        slot(path.get("slot-id")),
        object,
        library(query.get("module-path")),
        Optional.ofNullable(query.get("pin-source")));
  }

  private static Map<String, String> attributes(String text, String separator) throws SQLException {
    try {
      return Attributes.parse(text, separator);
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Long> slot(@Nullable String text) throws SQLException {
    if (text == null) {
      return Optional.empty();
    }
    if (!text.matches("\\d{1,18}")) {
      throw malformed("slot-id is a decimal number");
    }
    return Optional.of(Long.parseLong(text));
  }

  private static Optional<Path> library(@Nullable String text) throws SQLException {
    if (text == null) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(text);
      if (!path.isAbsolute()) {
        throw malformed("module-path has to be absolute");
      }
      return Optional.of(path);
    } catch (InvalidPathException e) {
      throw malformed("module-path is not a path");
    }
  }

  private static SQLException unknown(String name) {
    return malformed(
        switch (name) {
          case "id" -> "the key is named by object= (its label), not by id=";
          case "pin-value" -> "a PIN does not belong into a setting; use pin-source=file:PATH";
          default -> "it has no attribute " + name + " that Coffer knows";
        });
  }

  private static SQLException malformed(String why) {
    return KeyFailure.MISCONFIGURED.exception(
        "The PKCS#11 URI of coffer.masterKey is not valid: "
            + why
            + ". Write pkcs11:token=LABEL;object=LABEL?module-path=/path/to/library.so&pin-source=file:/path/to/pin.");
  }

  /** Returns the URI of the key alone, without library and PIN. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(Pkcs11Provider.SCHEME).append(':');
    token.forEach(
        (name, value) -> out.append(name).append('=').append(Attributes.encode(value)).append(';'));
    slotId.ifPresent(id -> out.append("slot-id=").append(id).append(';'));
    return out.append("object=").append(Attributes.encode(object)).toString();
  }
}
