package io.github.cofferjdbc.keys.pkcs11;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a token says of itself, as the JDK's provider prints it.
 *
 * @param label the token's label
 * @param serial the token's serial number
 * @param manufacturer who made it
 * @param model which kind it is
 */
record TokenInfo(String label, String serial, String manufacturer, String model) {

  private static final Pattern SLOTS = Pattern.compile("(?m)^Slots with tokens: (.*)$");
  private static final Pattern TOKEN = Pattern.compile("(?m)^Token info for token in slot .*$");
  private static final Pattern FIELD = Pattern.compile("(?m)^ {2}(\\w+): (.*)$");

  /** Returns the numbers of the slots that hold a token. */
  static List<Long> slots(String printed) {
    List<Long> slots = new ArrayList<>();
    Matcher line = SLOTS.matcher(printed);
    if (line.find()) {
      Matcher number = Pattern.compile("\\d+").matcher(line.group(1));
      while (number.find()) {
        slots.add(Long.parseLong(number.group()));
      }
    }
    return slots;
  }

  /** Returns the token of the slot for which the provider was set up; empty if none was printed. */
  static Optional<TokenInfo> of(String printed) {
    Matcher start = TOKEN.matcher(printed);
    if (!start.find()) {
      return Optional.empty();
    }
    Map<String, String> fields = new TreeMap<>();
    Matcher field = FIELD.matcher(printed).region(start.end(), printed.length());
    while (field.find()) {
      fields.putIfAbsent(field.group(1), utf8(field.group(2)).strip());
    }
    String serial = fields.getOrDefault("serialNumber", "");
    String label = fields.getOrDefault("label", "");
    return serial.isEmpty() && label.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TokenInfo(
                label,
                serial,
                fields.getOrDefault("manufacturerID", ""),
                fields.getOrDefault("model", "")));
  }

  /** PKCS#11 says UTF-8, but the JDK makes a character of each byte. */
  private static String utf8(String text) {
    if (text.chars().anyMatch(c -> c > 0xFF)) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }

  /** Tells whether it is a token that the URI means. */
  boolean matches(Pkcs11Uri uri) {
    return uri.token().entrySet().stream()
        .allMatch(
            wanted ->
                wanted
                    .getValue()
                    .equals(
                        switch (wanted.getKey()) {
                          case "token" -> label;
                          case "serial" -> serial;
                          case "manufacturer" -> manufacturer;
                          case "model" -> model;
                          default -> "";
                        }));
  }
}
