package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.sql.syntax.Mentions;
import io.github.cofferjdbc.sql.syntax.Script;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a text names anything protected: the fast path, which needs the tokens only. It errs on
 * the side of too many, since a name may be a column's or an alias.
 */
final class Mention {
  /** The schema of the built-in domains. */
  static final String SCHEMA = "encrypted";

  private static final Set<String> DOMAINS = domains();

  private Mention() {}

  private static Set<String> domains() {
    Set<String> domains = new HashSet<>();
    for (EncryptedType type : EncryptedType.builtIns()) {
      domains.add(type.domainName());
    }
    return Set.copyOf(domains);
  }

  /** Tells whether the folded name is that of something protected. */
  static boolean of(String name, CatalogView catalog) {
    return catalog.mentions(name) || name.equals(SCHEMA) || DOMAINS.contains(name);
  }

  static boolean isBuiltInDomain(String name) {
    return DOMAINS.contains(name);
  }

  /** Tells whether the statement names something protected, also inside the body of a routine. */
  static boolean in(Script.Part part, CatalogView catalog) {
    return switch (part.kind()) {
      case DO, CREATE_FUNCTION, CREATE, ALTER, OTHER -> {
        for (String name : Mentions.names(part.tokens())) {
          if (of(name, catalog)) {
            yield true;
          }
        }
        yield false;
      }
      case SELECT,
          INSERT,
          UPDATE,
          DELETE,
          MERGE,
          EXPLAIN,
          PREPARE,
          EXECUTE,
          DEALLOCATE,
          DECLARE,
          FETCH,
          CLOSE,
          CREATE_TABLE_AS,
          CREATE_VIEW,
          COPY,
          CALL,
          SET,
          RESET,
          SET_TRANSACTION,
          SHOW,
          DISCARD,
          BEGIN,
          COMMIT,
          ROLLBACK,
          SAVEPOINT,
          RELEASE,
          ROLLBACK_TO,
          PREPARE_TRANSACTION,
          DROP,
          TRUNCATE,
          COMMENT,
          GRANT,
          MAINTENANCE,
          NOTIFICATION,
          EMPTY ->
          inNames(part.tokens(), catalog);
    };
  }

  private static boolean inNames(List<Token> tokens, CatalogView catalog) {
    for (Token token : tokens) {
      if (token.isName() && of(token.value(), catalog)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether any word of the text names something protected. Names that hold other characters
   * than those of a word are looked for between double quotes.
   */
  static boolean inWords(String text, CatalogView catalog) {
    int at = 0;
    while (at < text.length()) {
      int from = at;
      while (at < text.length() && isWord(text.charAt(at))) {
        at++;
      }
      if (at == from) {
        at++;
      } else if (isName(text.substring(from, at), catalog)) {
        return true;
      }
    }
    for (int open = text.indexOf('"'); open >= 0; ) {
      int close = text.indexOf('"', open + 1);
      if (close < 0) {
        return false;
      }
      if (of(text.substring(open + 1, close), catalog)) {
        return true;
      }
      open = close;
    }
    return text.toLowerCase(Locale.ROOT).contains("u&\"");
  }

  private static boolean isName(String word, CatalogView catalog) {
    return of(word, catalog) || of(word.toLowerCase(Locale.ROOT), catalog);
  }

  private static boolean isWord(char c) {
    return c == '_' || c == '$' || c >= 0x80 || Character.isLetterOrDigit(c);
  }
}
