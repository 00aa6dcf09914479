package io.github.cofferjdbc.sql.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** SQL/JSON constructs. */
final class JsonCalls {
  private JsonCalls() {}

  /** The construct that the key word begins, or null if it begins none. */
  static @Nullable Expr parse(Cursor in, Token word, boolean inFrom) throws SyntaxRefusal {
    List<Node> operands = new ArrayList<>();
    switch (word.value()) {
      case "json_object" -> {
        open(in);
        List<Argument> plain = object(in, operands);
        if (plain != null) {
          in.expectMark(")");
          return Calls.simple(
              word.start(), in.end(), Calls.builtIn(word, "json_object"), false, plain);
        }
      }
      case "json_array" -> {
        open(in);
        array(in, operands);
      }
      case "json_objectagg", "json_arrayagg" -> {
        return aggregate(in, word, operands, inFrom);
      }
      case "json" -> {
        open(in);
        operands.add(value(in));
        uniqueKeys(in);
      }
      case "json_scalar" -> {
        open(in);
        operands.add(Expressions.parse(in));
      }
      case "json_serialize" -> {
        open(in);
        operands.add(value(in));
        returning(in, operands);
      }
      case "json_query", "json_exists", "json_value" -> {
        open(in);
        operands.add(value(in));
        in.expectMark(",");
        operands.add(Expressions.parse(in));
        passing(in, operands);
        if (!word.value().equals("json_exists")) {
          returning(in, operands);
        }
        if (word.value().equals("json_query")) {
          wrapper(in);
          quotes(in);
        }
        behaviours(in, operands);
      }
      default -> {
        return null;
      }
    }
    in.expectMark(")");
    return construct(in, word, operands);
  }

  private static Expr construct(Cursor in, Token word, List<Node> operands) {
    return new Call.Construct(
        word.start(), in.end(), word.value().toUpperCase(Locale.ROOT), operands);
  }

  private static void open(Cursor in) throws SyntaxRefusal {
    in.next();
    in.expectMark("(");
  }

  /** Returns the arguments if JSON_OBJECT is called like a function, else null. */
  private static @Nullable List<Argument> object(Cursor in, List<Node> operands)
      throws SyntaxRefusal {
    if (!in.seesMark(")") && !in.sees("returning")) {
      List<Argument> arguments = new ArrayList<>();
      Calls.arguments(in, arguments);
      if (!seesKeyEnd(in)) {
        return arguments;
      }
      Argument key = arguments.get(0);
      if (arguments.size() > 1 || key.name() != null || key.variadic()) {
        throw in.unexpected();
      }
      operands.add(key.value());
      in.next();
      operands.add(value(in));
      while (in.acceptMark(",")) {
        keyAndValue(in, operands);
      }
      onNull(in);
      uniqueKeys(in);
    }
    returning(in, operands);
    return null;
  }

  private static boolean seesKeyEnd(Cursor in) {
    return in.seesMark(":") || in.sees("value");
  }

  private static void keyAndValue(Cursor in, List<Node> operands) throws SyntaxRefusal {
    operands.add(Expressions.parse(in));
    if (!seesKeyEnd(in)) {
      throw in.unexpected();
    }
    in.next();
    operands.add(value(in));
  }

  private static void array(Cursor in, List<Node> operands) throws SyntaxRefusal {
    if (Queries.starts(in)) {
      operands.add(Queries.parse(in));
      format(in);
    } else if (!in.seesMark(")") && !in.sees("returning")) {
      do {
        operands.add(value(in));
      } while (in.acceptMark(","));
      onNull(in);
    }
    returning(in, operands);
  }

  private static Expr aggregate(Cursor in, Token word, List<Node> operands, boolean inFrom)
      throws SyntaxRefusal {
    open(in);
    if (word.value().equals("json_objectagg")) {
      keyAndValue(in, operands);
      onNull(in);
      uniqueKeys(in);
    } else {
      operands.add(value(in));
      if (in.sees("order")) {
        operands.addAll(Queries.orderBy(in));
      }
      onNull(in);
    }
    returning(in, operands);
    in.expectMark(")");
    if (!inFrom) {
      @Nullable Expr filter = Calls.filter(in);
      if (filter != null) {
        operands.add(filter);
      }
      @Nullable Window window = Windows.over(in);
      if (window != null) {
        operands.add(window);
      }
    }
    return construct(in, word, operands);
  }

  /** json_value_expr. */
  static Expr value(Cursor in) throws SyntaxRefusal {
    Expr value = Expressions.parse(in);
    format(in);
    return value;
  }

  /** {@code [FORMAT JSON [ENCODING name]]}. */
  static void format(Cursor in) throws SyntaxRefusal {
    if (in.accept("format", "json") && in.accept("encoding")) {
      in.columnId();
    }
  }

  private static void onNull(Cursor in) throws SyntaxRefusal {
    if (in.accept("null") || in.accept("absent")) {
      in.expect("on");
      in.expect("null");
    }
  }

  /** {@code [WITH | WITHOUT UNIQUE [KEYS]]}. */
  static void uniqueKeys(Cursor in) {
    if (in.accept("with", "unique") || in.accept("without", "unique")) {
      in.accept("keys");
    }
  }

  private static void returning(Cursor in, List<Node> operands) throws SyntaxRefusal {
    if (in.accept("returning")) {
      operands.add(Types.parse(in));
      format(in);
    }
  }

  /** {@code [PASSING value AS name, …]}. */
  static void passing(Cursor in, List<Node> operands) throws SyntaxRefusal {
    if (!in.accept("passing")) {
      return;
    }
    do {
      operands.add(value(in));
      in.expect("as");
      in.label();
    } while (in.acceptMark(","));
  }

  /** {@code [WITH | WITHOUT [CONDITIONAL | UNCONDITIONAL] [ARRAY] WRAPPER]}. */
  static void wrapper(Cursor in) throws SyntaxRefusal {
    boolean with = in.accept("with");
    if (!with && !in.accept("without")) {
      return;
    }
    if (with && !in.accept("conditional")) {
      in.accept("unconditional");
    }
    in.accept("array");
    in.expect("wrapper");
  }

  /** {@code [KEEP | OMIT QUOTES [ON SCALAR STRING]]}. */
  static void quotes(Cursor in) throws SyntaxRefusal {
    if (!in.accept("keep") && !in.accept("omit")) {
      return;
    }
    in.expect("quotes");
    if (in.accept("on")) {
      in.expect("scalar");
      in.expect("string");
    }
  }

  /** {@code [… ON EMPTY] [… ON ERROR]}. */
  static void behaviours(Cursor in, List<? super Expr> operands) throws SyntaxRefusal {
    for (int i = 0; i < 2 && !in.seesMark(")") && !in.seesMark(","); i++) {
      if (in.accept("default")) {
        operands.add(Expressions.parse(in));
      } else if (in.accept("empty")) {
        if (!in.accept("array")) {
          in.accept("object");
        }
      } else if (!in.accept("error")
          && !in.accept("null")
          && !in.accept("true")
          && !in.accept("false")
          && !in.accept("unknown")) {
        throw in.unexpected();
      }
      in.expect("on");
      if (!in.accept("empty")) {
        in.expect("error");
        return;
      }
    }
  }
}
