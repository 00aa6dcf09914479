package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.plan.Effect;
import io.github.cofferjdbc.sql.syntax.Reading;
import io.github.cofferjdbc.sql.syntax.Script;
import io.github.cofferjdbc.sql.syntax.SqlParser;
import io.github.cofferjdbc.sql.syntax.StatementKind;
import io.github.cofferjdbc.sql.syntax.SyntaxRefusal;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The commands that govern the session and its transaction. No query may run before them ({@code
 * SET TRANSACTION} then fails), and none is needed: they carry no protected value.
 */
enum SessionCommand {
  /** Not one of them, or not alone in its text. */
  NONE,
  /** One that changes nothing that Coffer knows. */
  NEUTRAL,
  /** One after which names may mean other things. */
  MAY_CHANGE_PATH,
  /** A DEALLOCATE or DISCARD, after which prepared statements may be gone. */
  FORGETS,
  /** A rollback, also to a savepoint. */
  UNDOES;

  private static final Set<String> FIRST_WORDS =
      Set.of(
          "begin",
          "start",
          "commit",
          "end",
          "rollback",
          "abort",
          "savepoint",
          "release",
          "set",
          "reset",
          "show",
          "discard",
          "deallocate",
          "listen",
          "unlisten",
          "notify");

  private static final Set<StatementKind> CHANGING =
      EnumSet.of(StatementKind.SET, StatementKind.RESET);

  private static final Set<StatementKind> FORGETTING =
      EnumSet.of(StatementKind.DISCARD, StatementKind.DEALLOCATE);

  private static final Set<StatementKind> UNDOING =
      EnumSet.of(StatementKind.ROLLBACK, StatementKind.ROLLBACK_TO);

  private static final Set<StatementKind> NOT_CHANGING =
      EnumSet.of(
          StatementKind.BEGIN,
          StatementKind.COMMIT,
          StatementKind.SAVEPOINT,
          StatementKind.RELEASE,
          StatementKind.SET_TRANSACTION,
          StatementKind.SHOW,
          StatementKind.NOTIFICATION);

  /** Returns what the connection must do afterwards. */
  Set<Effect> effects() {
    return this == MAY_CHANGE_PATH || this == FORGETS ? Set.of(Effect.SEARCH_PATH) : Set.of();
  }

  /** Returns what the text is. */
  static SessionCommand of(String sql) {
    if (!mayBeOne(sql)) {
      return NONE;
    }
    try {
      Script script = SqlParser.split(sql, Reading.NATIVE);
      if (script.parts().size() != 1) {
        return ofSeveral(script);
      }
      StatementKind kind = script.parts().get(0).kind();
      if (UNDOING.contains(kind)) {
        return UNDOES;
      }
      if (FORGETTING.contains(kind)) {
        return FORGETS;
      }
      return CHANGING.contains(kind)
          ? MAY_CHANGE_PATH
          : NOT_CHANGING.contains(kind) ? NEUTRAL : NONE;
    } catch (SyntaxRefusal notUnderstood) {
      return NONE;
    }
  }

  /** {@code SET TRANSACTION …; SELECT 1} must be the transaction's first, too. */
  private static SessionCommand ofSeveral(Script script) {
    boolean neutral =
        !script.parts().isEmpty()
            && script.parts().stream()
                .allMatch(part -> NOT_CHANGING.contains(part.kind()) || namesNothing(part));
    return neutral ? NEUTRAL : NONE;
  }

  /** Tells whether the statement selects nothing but constants. */
  private static boolean namesNothing(Script.Part part) {
    return part.kind() == StatementKind.SELECT
        && part.tokens().stream()
            .allMatch(
                token ->
                    switch (token.kind()) {
                      case KEYWORD -> token.value().equals("select");
                      case INTEGER, FLOAT, STRING, OPERATOR -> true;
                      case PUNCTUATION -> token.value().equals(",");
                      case WHITE_SPACE,
                          COMMENT,
                          NAME,
                          QUOTED_NAME,
                          DOLLAR_STRING,
                          BIT_STRING,
                          PARAMETER,
                          END ->
                          false;
                    });
  }

  /** Returns the name that a DEALLOCATE takes away, or empty for all. */
  static Optional<String> forgotten(String sql) {
    try {
      Script.Part part = SqlParser.split(sql, Reading.NATIVE).parts().get(0);
      Token last = part.tokens().get(part.tokens().size() - 1);
      boolean all =
          part.kind() != StatementKind.DEALLOCATE
              || (last.kind() == Token.Kind.KEYWORD && last.value().equals("all"));
      return all ? Optional.empty() : Optional.of(last.value());
    } catch (SyntaxRefusal notUnderstood) {
      return Optional.empty();
    }
  }

  /** Looks at the first word alone, which spares the others a second reading. */
  private static boolean mayBeOne(String sql) {
    int from = 0;
    while (from < sql.length() && Character.isWhitespace(sql.charAt(from))) {
      from++;
    }
    if (sql.startsWith("--", from) || sql.startsWith("/*", from)) {
      return true;
    }
    int to = from;
    while (to < sql.length() && to - from < 12 && Character.isLetter(sql.charAt(to))) {
      to++;
    }
    return FIRST_WORDS.contains(sql.substring(from, to).toLowerCase(Locale.ROOT));
  }
}
