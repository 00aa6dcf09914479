package io.github.cofferjdbc.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Texts for a type: edge cases, valid values of its whole domain, and damaged ones. */
final class SampleTexts {

  private final RandomGenerator random;

  SampleTexts(RandomGenerator random) {
    this.random = random;
  }

  /** Returns the type's edge cases and so many random texts, a quarter of them damaged. */
  List<String> of(BaseType type, int count) {
    List<String> texts = new ArrayList<>(EdgeTexts.of(type));
    for (int i = 0; i < count; i++) {
      String text = random(type);
      if (random.nextInt(4) == 0) {
        text = damaged(text, alphabet(type));
      }
      if (random.nextInt(10) == 0) {
        text = " \t\n\r\f\u000b".substring(random.nextInt(6)) + text + " ";
      }
      texts.add(text);
    }
    return texts;
  }

  /** Returns a text that is well formed for the type, or nearly always. */
  String random(BaseType type) {
    return switch (type) {
      case BOOL -> pick("true", "false", "yes", "no", "on", "off", "1", "0", "t", "f", "TrUe");
      case INT2 -> integer(7);
      case INT4 -> integer(12);
      case INT8 -> integer(21);
      case FLOAT4, FLOAT8 -> floating();
      case NUMERIC -> numeric();
      case TEXT, BPCHAR -> text(random.nextInt(30)) + " ".repeat(random.nextInt(3));
      case BYTEA -> bytea();
      case DATE -> date() + pick("", "", " BC", "", "T" + time(), " " + time() + offset());
      case TIME -> pick("", "", "T", "2024-01-02 ") + time() + pick("", "", offset());
      case TIMESTAMP, TIMESTAMPTZ -> timestamp();
      case UUID -> uuid();
      case JSON, JSONB -> json(random.nextInt(5));
    };
  }

  private static String alphabet(BaseType type) {
    return switch (type) {
      case BOOL -> "trufalseyon10 x";
      case INT2, INT4, INT8 -> "0123456789+-_ xXoObB.e";
      case FLOAT4, FLOAT8, NUMERIC -> "0123456789+-_ .eExXpPnaifty()";
      case TEXT, BPCHAR -> "a ";
      case BYTEA -> "\\x0123456789abcdefABCDEFgz \n'";
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> "0123456789-:./ +TZBCDAtzapm,_()jo";
      case UUID -> "0123456789abcdefABCDEF-{} g";
      case JSON, JSONB -> "{}[]:,\"\\ntrufals0123456789.eE+-ubd \t";
    };
  }

  private String damaged(String text, String alphabet) {
    StringBuilder damaged = new StringBuilder(text);
    for (int n = random.nextInt(3); n >= 0; n--) {
      int at = random.nextInt(damaged.length() + 1);
      char c = alphabet.charAt(random.nextInt(alphabet.length()));
      switch (random.nextInt(3)) {
        case 0 -> damaged.insert(at, c);
        case 1 -> {
          if (at < damaged.length()) {
            damaged.setCharAt(at, c);
          }
        }
        default -> {
          if (at < damaged.length()) {
            damaged.deleteCharAt(at);
          }
        }
      }
    }
    // Half a surrogate pair would not reach the server.
    return new String(damaged.toString().getBytes(UTF_8), UTF_8);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String digits(int atMost) {
    StringBuilder digits = new StringBuilder();
    for (int n = random.nextInt(atMost); n >= 0; n--) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  private String integer(int digits) {
    return switch (random.nextInt(12)) {
      case 0 -> pick("", "-") + "0x" + Long.toHexString(random.nextLong() >>> random.nextInt(64));
      case 1 -> "0o" + Long.toOctalString(random.nextLong() >>> random.nextInt(64));
      case 2 -> "0b" + Long.toBinaryString(random.nextLong() >>> random.nextInt(64));
      case 3 -> digits(3) + "_" + digits(3);
      default -> pick("", "-", "+", "") + digits(digits);
    };
  }

  private String floating() {
    return switch (random.nextInt(8)) {
      case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
      case 1 -> Float.toString(Float.intBitsToFloat(random.nextInt()));
      case 2 -> Double.toHexString(Double.longBitsToDouble(random.nextLong()));
      case 3 -> digits(25) + "." + digits(25);
      case 4 -> digits(3) + "." + digits(20) + pick("e", "E") + pick("", "-", "+") + digits(3);
      case 5 -> Long.toString(random.nextLong() >>> random.nextInt(64));
      case 6 -> new java.math.BigDecimal(random.nextDouble()).toString();
      default -> pick("-", "") + digits(17) + "e" + pick("", "-") + digits(2);
    };
  }

  private String numeric() {
    return switch (random.nextInt(8)) {
      case 0 -> digits(40);
      case 1 -> pick("-", "") + digits(12) + "." + digits(12);
      case 2 -> "." + digits(30);
      case 3 -> digits(5) + "." + digits(5) + "e" + pick("", "-", "+") + digits(3);
      case 4 -> "0".repeat(random.nextInt(9)) + digits(5) + "0".repeat(random.nextInt(9)) + ".00";
      case 5 -> "-0." + "0".repeat(random.nextInt(20)) + digits(4);
      case 6 -> "0x" + Long.toHexString(random.nextLong());
      default -> digits(300) + "." + digits(300);
    };
  }

  String text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int c =
          switch (random.nextInt(6)) {
            case 0 -> 1 + random.nextInt(0x7F);
            case 1 -> 0x80 + random.nextInt(0x700);
            case 2 -> 0x800 + random.nextInt(0xD000);
            case 3 -> 0x10000 + random.nextInt(0x100000);
            default -> ' ' + random.nextInt(0x5F);
          };
      text.appendCodePoint(c);
    }
    return text.toString();
  }

  private String bytea() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(20);
    if (random.nextBoolean()) {
      text.append("\\x");
      for (int i = 0; i < length; i++) {
        text.append("%02x".formatted(random.nextInt(256))).append(pick("", "", "", " ", "\n"));
      }
      return random.nextBoolean()
          ? text.toString()
          : text.toString().toUpperCase(Locale.ROOT).replace("\\X", "\\x");
    }
    for (int i = 0; i < length; i++) {
      text.append(
          switch (random.nextInt(4)) {
            case 0 -> "\\\\";
            case 1 -> "\\%03o".formatted(random.nextInt(256));
            case 2 -> "ä";
            default -> String.valueOf((char) ('a' + random.nextInt(26)));
          });
    }
    return text.toString();
  }

  private int year() {
    return switch (random.nextInt(10)) {
      case 0 -> random.nextInt(10_000);
      case 1 -> random.nextInt(300_000);
      case 2 -> random.nextInt(6_000_000);
      case 3 -> random.nextInt(4720);
      default -> 1880 + random.nextInt(160);
    };
  }

  private String date() {
    int year = year();
    int month = 1 + random.nextInt(random.nextInt(20) == 0 ? 14 : 12);
    int day = 1 + random.nextInt(random.nextInt(20) == 0 ? 33 : 28);
    return switch (random.nextInt(12)) {
      case 0 -> "%04d%02d%02d".formatted(year, month, day);
      case 1 -> "%04d-%03d".formatted(1 + year % 4000, 1 + random.nextInt(367));
      case 2 -> "%d-%d-%d".formatted(year, month, day);
      case 3 -> "%d/%d/%d".formatted(month, day, year);
      case 4 -> "%04d.%02d.%02d".formatted(year, month, day);
      default -> "%04d-%02d-%02d".formatted(year, month, day);
    };
  }

  private String time() {
    int hour = random.nextInt(random.nextInt(20) == 0 ? 26 : 24);
    int minute = random.nextInt(random.nextInt(20) == 0 ? 62 : 60);
    int second = random.nextInt(random.nextInt(20) == 0 ? 62 : 60);
    return switch (random.nextInt(8)) {
      case 0 -> "%02d:%02d".formatted(hour, minute);
      case 1 -> "%02d%02d%02d".formatted(hour, minute, second);
      case 2 -> "%d:%d:%d".formatted(hour, minute, second);
      case 3 -> "%02d:%02d:%02d".formatted(hour, minute, second);
      case 4 -> "%02d%02d".formatted(hour, minute);
      default -> "%02d:%02d:%02d.%s".formatted(hour, minute, second, digits(9));
    };
  }

  private String offset() {
    return switch (random.nextInt(9)) {
      case 0 -> pick("Z", " UTC", " z", " gmt");
      case 1 -> pick(" Europe/Berlin", " america/new_york", " Asia/Kolkata", " Nowhere/Land");
      case 2 -> pick("+", "-") + "%02d%02d".formatted(random.nextInt(17), random.nextInt(61));
      case 3 -> "+%02d:%02d:%02d".formatted(random.nextInt(16), random.nextInt(60), 30);
      case 4 -> pick(" utc+3", " GMT-5", " EST", " now", " PM", " Japan", " EST5EDT");
      default -> pick("+", "-") + "%02d:%02d".formatted(random.nextInt(16), random.nextInt(60));
    };
  }

  private String timestamp() {
    return date()
        + pick(" ", "T", " ", "  ")
        + pick("", time(), time(), time())
        + pick("", "", offset())
        + (random.nextInt(8) == 0 ? " BC" : "");
  }

  private String uuid() {
    String hex = "%016x%016x".formatted(random.nextLong(), random.nextLong());
    StringBuilder text = new StringBuilder();
    boolean standard = random.nextBoolean();
    for (int i = 0; i < 32; i++) {
      boolean hyphen = standard ? i == 8 || i == 12 || i == 16 || i == 20 : i > 0 && i % 4 == 0;
      if (hyphen && (standard || random.nextBoolean())) {
        text.append('-');
      }
      text.append(hex.charAt(i));
    }
    String plain =
        random.nextBoolean() ? text.toString() : text.toString().toUpperCase(Locale.ROOT);
    return random.nextInt(4) == 0 ? "{" + plain + "}" : plain;
  }

  private String json(int depth) {
    String blank = pick("", "", " ", "\n\t");
    if (depth == 0 || random.nextInt(5) == 0) {
      return blank + scalar() + blank;
    }
    List<String> parts = new ArrayList<>();
    boolean object = random.nextBoolean();
    for (int n = random.nextInt(5); n > 0; n--) {
      String value = json(depth - 1);
      parts.add(object ? blank + string() + blank + ":" + value : value);
    }
    String body = String.join(",", parts);
    return blank + (object ? "{" + body + blank + "}" : "[" + body + blank + "]") + blank;
  }

  private String scalar() {
    return switch (random.nextInt(6)) {
      case 0 -> pick("true", "false", "null");
      case 1, 2 -> string();
      case 3 -> pick("-", "") + random.nextInt(1000) + "." + digits(8);
      case 4 ->
          pick("-", "") + random.nextInt(1000) + pick("e", "E") + pick("+", "-", "") + digits(2);
      default -> Long.toString(random.nextLong() >> random.nextInt(64));
    };
  }

  private String string() {
    StringBuilder text = new StringBuilder("\"");
    for (int n = random.nextInt(6); n > 0; n--) {
      text.append(
          switch (random.nextInt(12)) {
            case 0 -> pick("\\n", "\\t", "\\\\", "\\\"", "\\/", "\\b", "\\f", "\\r");
            case 1 -> "\\u%04x".formatted(random.nextInt(0x10000));
            case 2 -> "\\ud83d\\ude00";
            case 3 -> "\\u%04X".formatted(random.nextInt(0x80));
            case 4 -> "é";
            case 5 -> "\uD83D\uDE00";
            default -> String.valueOf((char) ('a' + random.nextInt(3)));
          });
    }
    return text.append('"').toString();
  }
}
