package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Atom.SqlValueFunction;
import io.github.cofferjdbc.sql.syntax.Atom.TypedLiteral;
import io.github.cofferjdbc.sql.syntax.Call.FunctionCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What begins with a name: columns, functions, generic types before a string. */
final class Calls {
  private Calls() {}

  /**
   * A column reference, function call or typed string.
   *
   * @param inFrom whether it stands in FROM, where only a function may, without FILTER and OVER
   */
  static Expr named(Cursor in, boolean inFrom) throws SyntaxRefusal {
    Token first = in.peek();
    if (first.kind() == Token.Kind.KEYWORD) {
      Expr special = keyword(in, first, inFrom);
      if (special != null) {
        return special;
      }
    }
    boolean column = Cursor.isColumnId(first);
    boolean function = Cursor.isFunctionId(first);
    if (!column && !function) {
      throw in.unexpected();
    }
    in.next();
    List<Name> names = List.of(Cursor.name(first));
    if (column && in.seesMark(".") && !isStar(in.peek(1))) {
      names = new ArrayList<>(names);
      while (in.seesMark(".") && !isStar(in.peek(1))) {
        in.next();
        names.add(in.label());
      }
      function = true;
    }
    int end = in.end();
    if (function && in.seesMark("(")) {
      return call(in, new QualifiedName(first.start(), end, names), inFrom);
    }
    if (function && in.seesString() && !inFrom) {
      return typed(in, first.start(), end, names, List.of());
    }
    if (!column || inFrom) {
      throw in.unexpected();
    }
    return Primaries.columnRef(in, first.start(), names, end);
  }

  private static boolean isStar(Token token) {
    return token.kind() == Token.Kind.OPERATOR && token.value().equals("*");
  }

  private static Expr typed(Cursor in, int start, int end, List<Name> names, List<Expr> modifiers) {
    List<String> texts = new ArrayList<>(names.size());
    names.forEach(name -> texts.add(name.text()));
    TypeName type = new TypeName(start, end, texts, modifiers, 0, false, false);
    return new TypedLiteral(start, in.peek().end(), type, Primaries.constant(in.next()));
  }

  /** A function that the grammar knows by its key word, or null if the key word is a name. */
  private static @Nullable Expr keyword(Cursor in, Token token, boolean inFrom)
      throws SyntaxRefusal {
    switch (token.value()) {
      case "current_date",
          "current_role",
          "current_user",
          "session_user",
          "user",
          "current_catalog" -> {
        in.next();
        return valueFunction(token, in, null);
      }
      case "current_schema" -> {
        if (in.seesMark(1, "(")) {
          return null;
        }
        in.next();
        return valueFunction(token, in, null);
      }
      case "current_time", "current_timestamp", "localtime", "localtimestamp" -> {
        in.next();
        Atom.@Nullable Constant precision = null;
        if (in.acceptMark("(")) {
          precision = Types.integer(in);
          in.expectMark(")");
        }
        return valueFunction(token, in, precision);
      }
      case "system_user" -> {
        in.next();
        return special(token.start(), in.end(), builtIn(token, "system_user"), List.of());
      }
      case "cast" -> {
        return SpecialCalls.parse(in, token);
      }
      case "collation" -> {
        return in.seesKeyword(1, "for") ? SpecialCalls.parse(in, token) : null;
      }
      default -> {
        if (!in.seesMark(1, "(") || Cursor.isFunctionId(token)) {
          return null;
        }
        Expr json = JsonCalls.parse(in, token, inFrom);
        if (json != null) {
          return json;
        }
        Expr xml = XmlCalls.parse(in, token);
        return xml != null ? xml : SpecialCalls.parse(in, token);
      }
    }
  }

  private static Expr valueFunction(Token token, Cursor in, Atom.@Nullable Constant precision) {
    String keyword = token.value().toUpperCase(Locale.ROOT);
    return new SqlValueFunction(token.start(), in.end(), keyword, precision);
  }

  private static Expr call(Cursor in, QualifiedName name, boolean inFrom) throws SyntaxRefusal {
    in.enter(1);
    in.expectMark("(");
    List<Argument> arguments = new ArrayList<>();
    List<SortKey> orderBy = List.of();
    boolean star = false;
    boolean distinct = false;
    boolean plain = false;
    if (in.seesOperator("*")) {
      in.next();
      star = true;
    } else if (!in.seesMark(")")) {
      distinct = in.accept("distinct");
      plain = !distinct && !in.accept("all");
      arguments(in, arguments);
      for (Argument argument : arguments) {
        plain &= !argument.variadic() && argument.name() == null;
      }
      if (distinct && arguments.get(arguments.size() - 1).variadic()) {
        throw in.refuse(name.start(), "VARIADIC beside DISTINCT");
      }
      if (in.sees("order", "by")) {
        orderBy = Queries.orderBy(in);
        plain = false;
      }
    }
    in.expectMark(")");
    in.leave(1);
    if (plain && in.seesString() && !inFrom) {
      List<Expr> modifiers = new ArrayList<>(arguments.size());
      arguments.forEach(argument -> modifiers.add(argument.value()));
      return typed(in, name.start(), in.end(), name.parts(), modifiers);
    }
    boolean withinGroup = false;
    @Nullable Expr filter = null;
    @Nullable Window window = null;
    if (!inFrom) {
      if (in.accept("within", "group")) {
        if (!orderBy.isEmpty() || distinct) {
          throw in.refuse(name.start(), "DISTINCT or ORDER BY beside WITHIN GROUP");
        }
        in.expectMark("(");
        orderBy = Queries.orderBy(in);
        in.expectMark(")");
        withinGroup = true;
      }
      filter = filter(in);
      window = Windows.over(in);
    }
    return new FunctionCall(
        name.start(),
        in.end(),
        name,
        false,
        star,
        distinct,
        arguments,
        orderBy,
        withinGroup,
        filter,
        window);
  }

  /** {@code [FILTER (WHERE …)]}. */
  static @Nullable Expr filter(Cursor in) throws SyntaxRefusal {
    if (!in.seesCall("filter")) {
      return null;
    }
    in.next();
    in.next();
    in.expect("where");
    Expr condition = Expressions.parse(in);
    in.expectMark(")");
    return condition;
  }

  /** func_arg_list, with VARIADIC before the last. */
  static void arguments(Cursor in, List<Argument> arguments) throws SyntaxRefusal {
    do {
      arguments.add(argument(in));
    } while (!arguments.get(arguments.size() - 1).variadic() && in.acceptMark(","));
  }

  private static Argument argument(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    boolean variadic = in.accept("variadic");
    @Nullable Name name = null;
    if (Cursor.isFunctionId(in.peek()) && (in.seesMark(1, "=>") || in.seesMark(1, ":="))) {
      name = in.functionId();
      in.next();
    }
    Expr value = Expressions.parse(in);
    return new Argument(start, in.end(), name, variadic, value);
  }

  /** An argument without a name. */
  static Argument argument(Expr value) {
    return new Argument(value.start(), value.end(), null, false, value);
  }

  /** A function in the standard's own syntax. */
  static FunctionCall special(int start, int end, QualifiedName name, List<Argument> arguments) {
    return simple(start, end, name, true, arguments);
  }

  static FunctionCall simple(
      int start, int end, QualifiedName name, boolean special, List<Argument> arguments) {
    return new FunctionCall(
        start, end, name, special, false, false, arguments, List.of(), false, null, null);
  }

  /** The name of a built-in function, at its key word. */
  static QualifiedName builtIn(Token word, String name) {
    return new QualifiedName(
        word.start(),
        word.end(),
        List.of(
            new Name(word.start(), word.end(), "pg_catalog", false),
            new Name(word.start(), word.end(), name, false)));
  }

  static boolean seesNormalForm(Cursor in) {
    return in.sees("nfc") || in.sees("nfd") || in.sees("nfkc") || in.sees("nfkd");
  }
}
