package io.github.cofferjdbc.keys.awskms;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where KMS is asked, if not at AWS's own address: https, or http to this machine alone, because
 * GenerateDataKey and Decrypt answer with the key in clear.
 *
 * @param uri the given endpoint; empty for AWS's own
 */
record KmsEndpoint(Optional<URI> uri) {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?|\\[?(0:){7}1]?");

  static KmsEndpoint of(Settings settings) throws SQLException {
    Optional<String> text = settings.text(Setting.KMS_ENDPOINT);
    if (text.isEmpty()) {
      return new KmsEndpoint(Optional.empty());
    }
    URI uri;
    try {
      uri = new URI(text.get());
    } catch (URISyntaxException e) {
      throw KeyFailure.MISCONFIGURED.exception(
          "coffer.kmsEndpoint is not a URL such as https://kms.example.org.", e);
    }
    if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw KeyFailure.MISCONFIGURED.exception(
          "coffer.kmsEndpoint is not a URL such as https://kms.example.org.");
    }
    if (!protects(uri.getScheme(), uri.getHost())) {
      throw KeyFailure.MISCONFIGURED.exception(
          "coffer.kmsEndpoint has to begin with https:// (http:// is for this machine only).");
    }
    return new KmsEndpoint(Optional.of(uri));
  }

  /** Tells whether keys may travel in answers from there. */
  static boolean protects(String scheme, String host) {
    return scheme.equalsIgnoreCase("https")
        || (scheme.equalsIgnoreCase("http")
            && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches());
  }
}
