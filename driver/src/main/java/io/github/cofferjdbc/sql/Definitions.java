package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.sql.syntax.Mentions;
import io.github.cofferjdbc.sql.syntax.Reading;
import io.github.cofferjdbc.sql.syntax.Script;
import io.github.cofferjdbc.sql.syntax.SqlParser;
import io.github.cofferjdbc.sql.syntax.Statement;
import io.github.cofferjdbc.sql.syntax.StatementKind;
import io.github.cofferjdbc.sql.syntax.SyntaxRefusal;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * DDL that names something protected. It passes unchanged, but for constants of protected columns
 * that the server would keep in plaintext (defaults, checks, index predicates, policies), which are
 * sealed in the text. Bodies with such constants, and keys on columns that cannot carry one, are
 * refused. Read from its tokens; what is not known is refused if it holds any constant.
 */
final class Definitions {
  private static final String BODY =
      "the server would run it with its constants in plaintext, past Coffer";

  private final Context context;
  private final boolean pathChanged;

  Definitions(Context context, boolean pathChanged) {
    this.context = context;
    this.pathChanged = pathChanged;
  }

  /** Tells whether the statement is a definition that must be checked. */
  static boolean isOne(StatementKind kind) {
    return switch (kind) {
      case CREATE, CREATE_FUNCTION, DO, ALTER, DROP, OTHER -> true;
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
          TRUNCATE,
          COMMENT,
          GRANT,
          MAINTENANCE,
          NOTIFICATION,
          EMPTY ->
          false;
    };
  }

  void check(Statement.Other statement) {
    Words words = new Words(statement.tokens());
    switch (statement.kind()) {
      case DO -> throw Refusal.of("DO", BODY + "; send its statements one by one");
      case CREATE_FUNCTION -> function(statement.tokens());
      case CREATE -> create(words);
      case ALTER -> alter(words);
      case DROP -> drop(statement.tokens());
      default ->
          throw Refusal.of(
              "statement", "Coffer does not know it, and it names something protected");
    }
  }

  private void create(Words words) {
    words.skip("create");
    words.skip("or", "replace");
    words.skipAny("global", "local");
    words.skipAny("temporary", "temp", "unlogged", "foreign", "constraint", "unique");
    if (words.skip("table")) {
      new TableDefinitions(context, pathChanged).create(words);
    } else if (words.skip("index")) {
      index(words);
    } else if (words.skip("type")) {
      throw Refusal.of("CREATE TYPE", "a type with encrypted fields is not supported");
    } else if (words.skip("trigger")) {
      trigger(words);
    } else if (words.skip("policy")) {
      policy(words);
    } else if (words.next("rule")) {
      throw Refusal.of("CREATE RULE", BODY);
    } else if (words.next("schema") && words.find("create")) {
      throw Refusal.of("CREATE SCHEMA", "send the definitions inside one by one");
    } else {
      withoutValues(words, "CREATE");
    }
  }

  /** What is not read further may only name things. */
  private static void withoutValues(Words words, String construct) {
    if (Words.hasValue(words.rest())) {
      throw Refusal.of(construct, "it holds a constant, which the server might keep in plaintext");
    }
  }

  private TableColumns tableAfterOn(Words words) {
    if (!words.find("on")) {
      throw Refusal.of("syntax", "ON is expected");
    }
    words.skip("on");
    words.skip("only");
    int start = words.rest().isEmpty() ? 0 : words.rest().get(0).start();
    Optional<RelationName> table = words.name();
    if (table.isEmpty()) {
      throw Refusal.of("syntax", "a table's name is expected");
    }
    TableColumns columns = TableColumns.of(context, table.get(), pathChanged);
    columns.qualify(table.get(), start);
    return columns;
  }

  private void index(Words words) {
    TableColumns columns = tableAfterOn(words);
    if (words.skip("using")) {
      words.step();
    }
    for (List<Token> element : Words.elements(words.parentheses().orElse(List.of()))) {
      String first = element.isEmpty() ? "" : element.get(0).value();
      if (columns.isEncrypted(first)) {
        columns.require(first, Ability.EQUALITY, "index");
        if (element.stream().anyMatch(token -> token.value().equals("("))) {
          throw columns.refusal(first, "index", "an expression over it is not supported");
        }
      } else {
        columns.checkNullTests(element, "index");
      }
    }
    if (words.find("where") && words.skip("where")) {
      columns.condition(words.rest(), "index predicate");
    }
  }

  private void trigger(Words words) {
    TableColumns columns = tableAfterOn(words);
    if (words.find("when")) {
      words.skip("when");
      words.parentheses().ifPresent(when -> columns.condition(when, "trigger WHEN", "new", "old"));
    }
  }

  private void policy(Words words) {
    TableColumns columns = tableAfterOn(words);
    if (words.find("using") || words.find("with")) {
      while (!words.atEnd()) {
        words.step();
        words.parentheses().ifPresent(rule -> columns.condition(rule, "policy"));
      }
    }
  }

  private void alter(Words words) {
    words.skip("alter");
    boolean view = words.skip("view") || words.skip("materialized", "view");
    if (view || words.skip("table") || words.skip("foreign", "table")) {
      new TableDefinitions(context, pathChanged).alter(words);
    } else if (words.skip("policy")) {
      policy(words);
    } else {
      if (inSchema(words.rest()) || words.next("schema", Mention.SCHEMA)) {
        throw Refusal.of("ALTER", "the schema encrypted belongs to Coffer");
      }
      withoutValues(words, "ALTER");
    }
  }

  private static void drop(List<Token> tokens) {
    Words words = new Words(tokens);
    words.skip("drop");
    boolean schema =
        words.next("schema")
            && tokens.stream()
                .anyMatch(token -> token.isName() && token.value().equals(Mention.SCHEMA));
    if (schema || inSchema(tokens) || dropsDomain(words)) {
      throw Refusal.of(
          "DROP", "every protected column depends on the schema encrypted; it is not dropped");
    }
  }

  private static boolean dropsDomain(Words words) {
    return (words.next("domain") || words.next("type"))
        && words.rest().stream().anyMatch(token -> Mention.isBuiltInDomain(token.value()));
  }

  /** Tells whether something in the schema {@code encrypted} is named with it. */
  private static boolean inSchema(List<Token> tokens) {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).isName()
          && tokens.get(i).value().equals(Mention.SCHEMA)
          && tokens.get(i + 1).value().equals(".")) {
        return true;
      }
    }
    return false;
  }

  /** A routine may be declared with encrypted types if its body does nothing with them but pass. */
  private void function(List<Token> tokens) {
    Words words = new Words(tokens);
    if (words.find("begin") || words.find("return")) {
      throw Refusal.of("CREATE FUNCTION", BODY + "; write the body as a string without constants");
    }
    if (words.find("(") && words.parentheses().map(Words::hasValue).orElse(false)) {
      throw Refusal.of("CREATE FUNCTION", "a default of an argument would be plaintext");
    }
    if (words.find("as")) {
      for (Token token : words.rest()) {
        if (token.kind() == Token.Kind.STRING || token.kind() == Token.Kind.DOLLAR_STRING) {
          body(token);
        }
      }
    }
  }

  private void body(Token token) {
    Set<String> names = new HashSet<>(Mentions.names(List.of(token)));
    names.removeIf(name -> !Mention.of(name, context.catalog()));
    boolean values = true;
    try {
      Script script = SqlParser.split(token.value(), Reading.NATIVE);
      values =
          script.tokens().stream()
              .anyMatch(part -> Words.isValue(part) && part.kind() != Token.Kind.PARAMETER);
    } catch (SyntaxRefusal unreadable) {
      // Then it counts as holding values.
    }
    if (!names.isEmpty() || values) {
      throw Refusal.of(
          "CREATE FUNCTION",
          BODY
              + "; a body may neither name protected tables nor hold constants if the routine is"
              + " declared with encrypted types");
    }
  }

  /** Returns the names of what the statement makes or changes, for the statements after it. */
  static Set<String> defined(Script.Part part) {
    Set<String> names = new HashSet<>();
    Words words = new Words(part.tokens());
    for (String kind : List.of("table", "view", "into", "as", "domain", "type")) {
      Words at = new Words(words.rest());
      if (at.find(kind) && at.skip(kind)) {
        at.skip("if", "not", "exists");
        at.skip("if", "exists");
        at.skip("only");
        at.name().ifPresent(name -> names.add(name.name()));
        if (at.find("rename")) {
          at.rest().stream().filter(Token::isName).forEach(token -> names.add(token.value()));
        }
      }
    }
    return names;
  }
}
