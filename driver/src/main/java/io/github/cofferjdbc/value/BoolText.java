package io.github.cofferjdbc.value;

import java.sql.SQLException;

/** Text form of {@code bool}: one byte, 0 or 1. */
final class BoolText {

  private BoolText() {}

  static byte[] parse(String text) throws SQLException {
    int from = Blanks.skip(text, 0);
    int to = Blanks.end(text, from);
    if (from < to) {
      boolean known =
          switch (Blanks.lower(text.charAt(from))) {
            case 't' -> isPrefix(text, from, to, "true", 1);
            case 'y' -> isPrefix(text, from, to, "yes", 1);
            case '1' -> to - from == 1;
            case 'f' -> isPrefix(text, from, to, "false", 1);
            case 'n' -> isPrefix(text, from, to, "no", 1);
            case '0' -> to - from == 1;
            case 'o' -> isPrefix(text, from, to, "on", 2) || isPrefix(text, from, to, "off", 2);
            default -> false;
          };
      if (known) {
        return new byte[] {(byte) (isTrue(text, from) ? 1 : 0)};
      }
    }
    throw DataError.invalidText(BaseType.BOOL);
  }

  private static boolean isTrue(String text, int from) {
    return switch (Blanks.lower(text.charAt(from))) {
      case 't', 'y', '1' -> true;
      case 'o' -> Blanks.lower(text.charAt(from + 1)) == 'n';
      default -> false;
    };
  }

  private static boolean isPrefix(String text, int from, int to, String word, int least) {
    int length = to - from;
    return length >= least
        && length <= word.length()
        && text.regionMatches(true, from, word, 0, length)
        && isAscii(text, from, to);
  }

  private static boolean isAscii(String text, int from, int to) {
    // regionMatches also folds a few letters beyond ASCII, such as U+017F to s.
    for (int i = from; i < to; i++) {
      if (text.charAt(i) > 0x7F) {
        return false;
      }
    }
    return true;
  }

  static byte[] print(byte[] binary) throws MalformedValueException {
    Binary.checkLength(BaseType.BOOL, binary, 1);
    return new byte[] {(byte) (binary[0] != 0 ? 't' : 'f')};
  }
}
