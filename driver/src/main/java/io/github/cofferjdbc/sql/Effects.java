package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.sql.plan.Effect;
import io.github.cofferjdbc.sql.syntax.Script;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a text may change on the server that Coffer relies on, told from its tokens. What a function
 * does inside that a query calls, nobody can see; {@code coffer.catalogTtl} bounds that.
 */
final class Effects {
  private static final Set<Effect> NONE = Set.of();
  private static final Set<Effect> CATALOG = Set.of(Effect.CATALOG);
  private static final Set<Effect> SEARCH_PATH = Set.of(Effect.SEARCH_PATH);
  private static final Set<Effect> BOTH = Set.of(Effect.CATALOG, Effect.SEARCH_PATH);
  private static final Set<String> PATH_WORDS =
      Set.of("search_path", "schema", "role", "authorization", "session_authorization", "all");

  /** A function and a view by which a query can change a setting. */
  private static final Set<String> SETTERS = Set.of("set_config", "pg_settings");

  private Effects() {}

  static Set<Effect> of(Script script) {
    if (script.parts().size() == 1) {
      return of(script.parts().get(0));
    }
    Set<Effect> effects = EnumSet.noneOf(Effect.class);
    script.parts().forEach(part -> effects.addAll(of(part)));
    return effects;
  }

  static Set<Effect> of(Script.Part part) {
    return switch (part.kind()) {
      case CREATE, CREATE_FUNCTION, CREATE_TABLE_AS, CREATE_VIEW, ALTER, DROP ->
          hasAny(part.tokens(), SETTERS) ? BOTH : CATALOG;
      // Code of the server's own, and the undoing of anything.
      case DO, CALL, EXECUTE, ROLLBACK, ROLLBACK_TO, OTHER -> BOTH;
      case SET, RESET -> hasAny(part.tokens(), PATH_WORDS) ? SEARCH_PATH : NONE;
      case DISCARD -> BOTH;
      // The end of SET LOCAL.
      case COMMIT, PREPARE_TRANSACTION -> SEARCH_PATH;
      case SELECT -> ofQuery(part.tokens());
      case INSERT, UPDATE, DELETE, MERGE, EXPLAIN, PREPARE, DECLARE, FETCH, COPY ->
          hasAny(part.tokens(), SETTERS) ? SEARCH_PATH : NONE;
      case DEALLOCATE,
          CLOSE,
          SET_TRANSACTION,
          SHOW,
          BEGIN,
          SAVEPOINT,
          RELEASE,
          TRUNCATE,
          COMMENT,
          GRANT,
          MAINTENANCE,
          NOTIFICATION,
          EMPTY ->
          NONE;
    };
  }

  private static Set<Effect> ofQuery(List<Token> tokens) {
    boolean into = false;
    boolean path = false;
    String before = "";
    for (Token token : tokens) {
      switch (token.kind()) {
        case KEYWORD -> {
          into |=
              token.value().equals("into") && !before.equals("insert") && !before.equals("merge");
          before = token.value();
        }
        case NAME, QUOTED_NAME -> path |= SETTERS.contains(token.value());
        case WHITE_SPACE,
            COMMENT,
            INTEGER,
            FLOAT,
            STRING,
            DOLLAR_STRING,
            BIT_STRING,
            PARAMETER,
            OPERATOR,
            PUNCTUATION,
            END -> {}
      }
    }
    if (into) {
      return path ? BOTH : CATALOG;
    }
    return path ? SEARCH_PATH : NONE;
  }

  private static boolean hasAny(List<Token> tokens, Set<String> names) {
    for (Token token : tokens) {
      if (names.contains(token.value()) && token.isName()) {
        return true;
      }
    }
    return false;
  }
}
