package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.envelope.Header;
import io.github.cofferjdbc.sql.syntax.Fragment;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Tells constants in the clear from stored values, in SQL as the server shows it. Numbers are no
 * matter there: the server takes none for {@code bytea}. No state.
 */
final class ClearConstants {

  private ClearConstants() {}

  /** Tells whether a string in it is no stored value. */
  static boolean in(Fragment fragment) {
    return fragment.tokens().stream()
        .anyMatch(token -> Fragment.isString(token) && clear(token.value()));
  }

  /**
   * Tells whether a string that is cast to one of the types is no stored value.
   *
   * @param types last parts of their names
   */
  static boolean ofTypeIn(Fragment fragment, Set<String> types) {
    List<Token> tokens = fragment.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      if (Fragment.isString(tokens.get(i))
          && clear(tokens.get(i).value())
          && castTo(types, tokens, i + 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean castTo(Set<String> types, List<Token> tokens, int from) {
    boolean nameFollows = false;
    for (int i = from; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean punctuation = token.kind() == Token.Kind.PUNCTUATION;
      if (nameFollows && types.stream().anyMatch(type -> Fragment.isName(token, type))) {
        return true;
      }
      if (!nameFollows && !(punctuation && Set.of("::", ".", ")").contains(token.value()))) {
        return false;
      }
      nameFollows = punctuation && !token.value().equals(")");
    }
    return false;
  }

  /** Tells whether a constant, or an element of an array constant, is no stored value. */
  static boolean clear(String constant) {
    if (!constant.startsWith("{")) {
      return !stored(constant);
    }
    for (String element : constant.split("[{},\"]", -1)) {
      if (!element.isBlank() && !element.equals("NULL") && !stored(element.replace("\\\\", "\\"))) {
        return true;
      }
    }
    return false;
  }

  /** An empty constant holds nothing, and Coffer writes one for what no value can equal. */
  private static boolean stored(String constant) {
    if (constant.isEmpty() || constant.equals("\\x")) {
      return true;
    }
    if (!constant.startsWith("\\x")) {
      return false;
    }
    try {
      return Header.typeOf(HexFormat.of().parseHex(constant.substring(2))).isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
