package io.github.cofferjdbc.sql.syntax;

import java.util.List;

/** What a statement's first words say that it is. */
final class StatementKinds {
  private StatementKinds() {}

  static StatementKind of(List<Token> tokens) {
    Token first = tokens.get(0);
    if (first.kind() == Token.Kind.PUNCTUATION) {
      return first.value().equals("(")
          ? StatementKind.SELECT
          : first.value().equals("{") ? StatementKind.CALL : StatementKind.OTHER;
    }
    if (first.kind() != Token.Kind.KEYWORD) {
      return StatementKind.OTHER;
    }
    return switch (first.value()) {
      case "select", "values", "table" -> StatementKind.SELECT;
      case "with" -> afterWith(tokens);
      case "insert" -> StatementKind.INSERT;
      case "update" -> StatementKind.UPDATE;
      case "delete" -> StatementKind.DELETE;
      case "merge" -> StatementKind.MERGE;
      case "explain" -> StatementKind.EXPLAIN;
      case "prepare" ->
          word(tokens, 1).equals("transaction")
              ? StatementKind.PREPARE_TRANSACTION
              : StatementKind.PREPARE;
      case "execute" -> StatementKind.EXECUTE;
      case "deallocate" -> StatementKind.DEALLOCATE;
      case "declare" -> StatementKind.DECLARE;
      case "fetch", "move" -> StatementKind.FETCH;
      case "close" -> StatementKind.CLOSE;
      case "copy" -> StatementKind.COPY;
      case "call" -> StatementKind.CALL;
      case "set" -> set(tokens);
      case "reset" -> StatementKind.RESET;
      case "show" -> StatementKind.SHOW;
      case "discard" -> StatementKind.DISCARD;
      case "begin", "start" -> StatementKind.BEGIN;
      case "commit", "end" -> StatementKind.COMMIT;
      case "abort" -> StatementKind.ROLLBACK;
      case "rollback" -> rollback(tokens);
      case "savepoint" -> StatementKind.SAVEPOINT;
      case "release" -> StatementKind.RELEASE;
      case "do" -> StatementKind.DO;
      case "create" -> create(tokens);
      case "alter", "reassign", "import", "security" -> StatementKind.ALTER;
      case "drop" -> StatementKind.DROP;
      case "truncate" -> StatementKind.TRUNCATE;
      case "comment" -> StatementKind.COMMENT;
      case "grant", "revoke" -> StatementKind.GRANT;
      case "lock", "vacuum", "analyze", "analyse", "cluster", "reindex", "refresh", "checkpoint" ->
          StatementKind.MAINTENANCE;
      case "listen", "notify", "unlisten" -> StatementKind.NOTIFICATION;
      default -> StatementKind.OTHER;
    };
  }

  private static String word(List<Token> tokens, int index) {
    if (index >= tokens.size() || tokens.get(index).kind() != Token.Kind.KEYWORD) {
      return "";
    }
    return tokens.get(index).value();
  }

  /** The first verb outside of the parentheses of the WITH queries. */
  private static StatementKind afterWith(List<Token> tokens) {
    int parentheses = 0;
    for (int i = 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (Cursor.isMark(token, "(")) {
        parentheses++;
      } else if (Cursor.isMark(token, ")")) {
        parentheses--;
        if (parentheses == 0) {
          switch (word(tokens, i + 1)) {
            case "insert" -> {
              return StatementKind.INSERT;
            }
            case "update" -> {
              return StatementKind.UPDATE;
            }
            case "delete" -> {
              return StatementKind.DELETE;
            }
            case "merge" -> {
              return StatementKind.MERGE;
            }
            default -> {}
          }
        }
      }
    }
    return StatementKind.SELECT;
  }

  private static StatementKind set(List<Token> tokens) {
    String second = word(tokens, 1);
    boolean scoped = second.equals("local") || second.equals("session");
    return switch (scoped ? word(tokens, 2) : second) {
      case "transaction", "characteristics" -> StatementKind.SET_TRANSACTION;
      case "constraints" -> scoped ? StatementKind.SET : StatementKind.SET_TRANSACTION;
      default -> StatementKind.SET;
    };
  }

  private static StatementKind rollback(List<Token> tokens) {
    String second = word(tokens, 1);
    int next = second.equals("work") || second.equals("transaction") ? 2 : 1;
    return word(tokens, next).equals("to") ? StatementKind.ROLLBACK_TO : StatementKind.ROLLBACK;
  }

  private static StatementKind create(List<Token> tokens) {
    int next = word(tokens, 1).equals("or") ? 3 : 1;
    return switch (word(tokens, next)) {
      case "function", "procedure" -> StatementKind.CREATE_FUNCTION;
      case "view", "recursive" -> StatementKind.CREATE_VIEW;
      case "materialized" -> StatementKind.CREATE_TABLE_AS;
      case "temp", "temporary", "local", "global" ->
          word(tokens, next + 1).equals("view")
                  || word(tokens, next + 2).equals("view")
                  || word(tokens, next + 3).equals("view")
              ? StatementKind.CREATE_VIEW
              : StatementKind.CREATE;
      default -> StatementKind.CREATE;
    };
  }
}
