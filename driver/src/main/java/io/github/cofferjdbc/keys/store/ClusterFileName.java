package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The name of a cluster's file: readable, and a different one for each ARN.
 *
 * <p>{@code arn:coffer:postgresql:::cluster:NAME} with a plain name is {@code NAME.json}; any other
 * ARN is written whole with {@code +} for a colon and {@code %XX} for what a file system may not
 * like. No state.
 */
final class ClusterFileName {

  private static final String OWN = "arn:coffer:postgresql:::cluster:";
  private static final String SUFFIX = ".json";

  /** Most file systems end a name at 255 bytes; the temporary file's name is 5 longer. */
  private static final int LONGEST = 240;

  private ClusterFileName() {}

  static String of(String clusterArn) throws SQLException {
    String name = clusterArn.startsWith(OWN) ? clusterArn.substring(OWN.length()) : "";
    String file = plain(name) ? name + SUFFIX : escaped(clusterArn) + SUFFIX;
    if (file.length() > LONGEST) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The cluster's ARN is too long for a file key store.");
    }
    return file;
  }

  /** Returns the ARN whose file has this name, or empty if it is not the name of such a file. */
  static Optional<String> arnOf(String file) {
    if (!file.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    String name = file.substring(0, file.length() - SUFFIX.length());
    if (plain(name)) {
      return Optional.of(OWN + name);
    }
    String arn = unescaped(name);
    try {
      return of(arn).equals(file) ? Optional.of(arn) : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static boolean plain(String name) {
    return name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*");
  }

  private static String escaped(String arn) {
    StringBuilder out = new StringBuilder();
    for (byte b : arn.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c == ':') {
        out.append('+');
      } else if (c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.')) {
        out.append(c);
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    return out.toString();
  }

  private static String unescaped(String name) {
    byte[] out = new byte[name.length()];
    int length = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '%' && i + 2 < name.length()) {
        int high = Character.digit(name.charAt(i + 1), 16);
        int low = Character.digit(name.charAt(i + 2), 16);
        out[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        out[length++] = (byte) (c == '+' ? ':' : c);
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }
}
