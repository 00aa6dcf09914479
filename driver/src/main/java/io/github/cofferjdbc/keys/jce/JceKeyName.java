package io.github.cofferjdbc.keys.jce;

import io.github.cofferjdbc.config.Attributes;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a key of a JCE provider is named. Immutable.
 *
 * @param provider the provider's class
 * @param keyStore the type of its key store
 * @param alias the key's alias
 * @param configuration what {@link java.security.Provider#configure} is given, if anything
 * @param file the file that the key store is loaded from, if it is in one
 * @param pinSource {@code file:PATH} of the PIN or password of the key store, if it wants one
 */
record JceKeyName(
    String provider,
    String keyStore,
    String alias,
    Optional<String> configuration,
    Optional<String> file,
    Optional<String> pinSource) {

  private static final Set<String> KNOWN =
      Set.of("provider", "keystore", "alias", "config", "file", "pin-source");

  static JceKeyName parse(String text) throws SQLException {
    Map<String, String> attributes;
    try {
      attributes = Attributes.parse(text, ";");
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
    for (String name : attributes.keySet()) {
      if (!KNOWN.contains(name)) {
        throw malformed("it has no attribute " + name);
      }
    }
    return new JceKeyName(
        required(attributes, "provider"),
        required(attributes, "keystore"),
        required(attributes, "alias"),
        Optional.ofNullable(attributes.get("config")),
        Optional.ofNullable(attributes.get("file")),
        Optional.ofNullable(attributes.get("pin-source")));
  }

  private static String required(Map<String, String> attributes, String name) throws SQLException {
    String value = attributes.get(name);
    if (value == null || value.isBlank()) {
      throw malformed(name + " is missing");
    }
    return value;
  }

  private static SQLException malformed(String why) {
    return KeyFailure.MISCONFIGURED.exception(
        "The jce: key of coffer.masterKey is not valid: "
            + why
            + ". Write jce:provider=CLASS;keystore=TYPE;alias=NAME, and where needed ;config=TEXT"
            + " ;file=PATH ;pin-source=file:PATH (with % as %25 and ; as %3B).");
  }

  /** Returns provider, type and alias, which tell which key it is. */
  String identity() {
    return "provider="
        + Attributes.encode(provider)
        + ";keystore="
        + Attributes.encode(keyStore)
        + ";alias="
        + Attributes.encode(alias);
  }

  /** Returns the name without configuration, file and PIN. */
  @Override
  public String toString() {
    return JceProvider.SCHEME + ":" + identity();
  }
}
