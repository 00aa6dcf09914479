package io.github.cofferjdbc.value;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Time zones by the names PostgreSQL knows: IANA names in any case, and POSIX names with a fixed
 * offset, whose sign counts west of Greenwich. Rules are the JDK's copy of the IANA data.
 */
final class Zones {

  /** The JDK's own names begin so. */
  private static final String NOT_IANA = "SystemV/";

  private Zones() {}

  /** The IANA names by their lower case. Made at the first name that is spelt in another case. */
  private static final class Iana {
    static final Map<String, String> NAMES = new HashMap<>();

    static {
      for (String id : ZoneId.getAvailableZoneIds()) {
        if (!id.startsWith(NOT_IANA)) {
          NAMES.put(id.toLowerCase(Locale.ROOT), id);
        }
      }
    }
  }

  /** Returns the rules of the zone, or empty if the name is none of these. */
  static Optional<ZoneRules> find(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("utc")) {
      return Optional.of(ZoneOffset.UTC.getRules());
    }
    ZoneRules exact = exact(name);
    if (exact != null) {
      return Optional.of(exact);
    }
    String id = Iana.NAMES.get(lower);
    if (id != null) {
      return Optional.of(ZoneId.of(id).getRules());
    }
    return switch (lower) {
      // In the IANA data, but the JDK gives them no rules.
      case "est" -> Optional.of(ZoneOffset.ofHours(-5).getRules());
      case "mst" -> Optional.of(ZoneOffset.ofHours(-7).getRules());
      case "hst" -> Optional.of(ZoneOffset.ofHours(-10).getRules());
      default -> posix(lower);
    };
  }

  /** Returns the rules of a name in the case in which the JDK has it, as servers show it. */
  private static @Nullable ZoneRules exact(String name) {
    if (name.startsWith(NOT_IANA)) {
      return null;
    }
    try {
      return ZoneRulesProvider.getRules(name, false);
    } catch (ZoneRulesException e) {
      return null;
    }
  }

  /** Tells whether PostgreSQL may read the name as a POSIX one, which only some are here. */
  static boolean mayBePosix(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (Blanks.isDigit(name.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static Optional<ZoneRules> posix(String name) {
    int at = endOfName(name);
    if (at <= 0 || at == name.length() || endOfOffset(name, at) != name.length()) {
      return Optional.empty();
    }
    int sign = -1;
    if (name.charAt(at) == '-' || name.charAt(at) == '+') {
      sign = name.charAt(at) == '-' ? 1 : -1;
      at++;
    }
    int seconds = 0;
    int unit = 3600;
    for (String part : name.substring(at).split(":", -1)) {
      seconds += Integer.parseInt(part) * unit;
      unit /= 60;
    }
    // The JDK's bound; no place on earth is beyond it.
    return seconds > 18 * 3600
        ? Optional.empty()
        : Optional.of(ZoneOffset.ofTotalSeconds(sign * seconds).getRules());
  }

  /** Returns the index after the abbreviation that starts a POSIX name; 0 or less if none does. */
  private static int endOfName(String name) {
    if (name.startsWith("<")) {
      return name.indexOf('>') + 1;
    }
    int at = 0;
    while (at < name.length() && name.charAt(at) >= 'a' && name.charAt(at) <= 'z') {
      at++;
    }
    return at;
  }

  /** Returns the index after {@code [+-]hh[:mm[:ss]]}, or {@code from} if there is none. */
  private static int endOfOffset(String name, int from) {
    int at = from;
    if (at < name.length() && (name.charAt(at) == '-' || name.charAt(at) == '+')) {
      at++;
    }
    int end = from;
    for (int part = 0; part < 3; part++) {
      int digits = at;
      while (at < name.length() && at - digits < 3 && Blanks.isDigit(name.charAt(at))) {
        at++;
      }
      if (at == digits || (part > 0 && Integer.parseInt(name.substring(digits, at)) > 59)) {
        return end;
      }
      end = at;
      if (at >= name.length() || name.charAt(at) != ':') {
        return end;
      }
      at++;
    }
    return end;
  }
}
