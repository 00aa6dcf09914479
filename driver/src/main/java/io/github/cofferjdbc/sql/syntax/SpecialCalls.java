package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Atom.Constant;
import io.github.cofferjdbc.sql.syntax.Operation.Cast;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions with a syntax of their own; names and arguments become those that PostgreSQL makes. */
final class SpecialCalls {
  private SpecialCalls() {}

  /** The call that the key word begins, or null if it begins none. */
  static @Nullable Expr parse(Cursor in, Token word) throws SyntaxRefusal {
    switch (word.value()) {
      case "coalesce" -> {
        List<Expr> values = values(in);
        return new Call.Coalesce(word.start(), in.end(), values);
      }
      case "greatest", "least" -> {
        List<Expr> values = values(in);
        return new Call.MinMax(word.start(), in.end(), word.value().equals("greatest"), values);
      }
      case "nullif" -> {
        return nullIf(in, word);
      }
      case "merge_action" -> {
        open(in);
        in.expectMark(")");
        return new Call.Construct(word.start(), in.end(), "MERGE_ACTION", List.of());
      }
      case "cast", "treat" -> {
        return cast(in, word);
      }
      case "collation" -> {
        in.next();
        in.expect("for");
        in.expectMark("(");
        Expr operand = Expressions.parse(in);
        return close(in, word, "pg_collation_for", List.of(operand));
      }
      case "extract" -> {
        return extract(in, word);
      }
      case "normalize" -> {
        return normalize(in, word);
      }
      case "position" -> {
        open(in);
        Expr part = Expressions.restricted(in);
        in.expect("in");
        Expr whole = Expressions.restricted(in);
        return close(in, word, "position", List.of(whole, part));
      }
      case "overlay" -> {
        return overlay(in, word);
      }
      case "substring" -> {
        return substring(in, word);
      }
      case "trim" -> {
        return trim(in, word);
      }
      default -> {
        return null;
      }
    }
  }

  private static void open(Cursor in) throws SyntaxRefusal {
    in.next();
    in.expectMark("(");
  }

  private static List<Expr> values(Cursor in) throws SyntaxRefusal {
    open(in);
    List<Expr> values = Expressions.list(in);
    in.expectMark(")");
    return values;
  }

  /** Ends a call in the standard's syntax. */
  private static Expr close(Cursor in, Token word, String name, List<Expr> operands)
      throws SyntaxRefusal {
    in.expectMark(")");
    List<Argument> arguments = new ArrayList<>(operands.size());
    operands.forEach(operand -> arguments.add(Calls.argument(operand)));
    return Calls.special(word.start(), in.end(), Calls.builtIn(word, name), arguments);
  }

  /** Ends a call that is written like any other, and then may mean a function of any schema. */
  private static Expr closePlain(Cursor in, Token word, List<Argument> arguments)
      throws SyntaxRefusal {
    in.expectMark(")");
    QualifiedName name = new QualifiedName(word.start(), word.end(), List.of(Cursor.name(word)));
    return Calls.simple(word.start(), in.end(), name, false, arguments);
  }

  private static Expr nullIf(Cursor in, Token word) throws SyntaxRefusal {
    open(in);
    Expr left = Expressions.parse(in);
    in.expectMark(",");
    Expr right = Expressions.parse(in);
    in.expectMark(")");
    Operator operator = new Operator(word.start(), word.end(), List.of("="));
    return new Call.NullIf(word.start(), in.end(), operator, left, right);
  }

  private static Expr cast(Cursor in, Token word) throws SyntaxRefusal {
    open(in);
    Expr operand = Expressions.parse(in);
    in.expect("as");
    TypeName type = Types.parse(in);
    if (word.value().equals("treat")) {
      return close(in, word, type.name(), List.of(operand));
    }
    in.expectMark(")");
    return new Cast(word.start(), in.end(), operand, type, false);
  }

  private static Expr extract(Cursor in, Token word) throws SyntaxRefusal {
    open(in);
    Token field = in.next();
    boolean known =
        Cursor.isPlainName(field)
            || Cursor.isString(field)
            || (field.kind() == Token.Kind.KEYWORD
                && switch (field.value()) {
                  case "year", "month", "day", "hour", "minute", "second" -> true;
                  default -> false;
                });
    if (!known) {
      throw in.refuse(field.start(), "EXTRACT without a field");
    }
    Constant part = new Constant(field.start(), field.end(), Constant.Kind.STRING, field.value());
    in.expect("from");
    Expr source = Expressions.parse(in);
    return close(in, word, "extract", List.of(part, source));
  }

  private static Expr normalize(Cursor in, Token word) throws SyntaxRefusal {
    open(in);
    List<Expr> operands = new ArrayList<>(2);
    operands.add(Expressions.parse(in));
    if (in.acceptMark(",")) {
      if (!Calls.seesNormalForm(in)) {
        throw in.unexpected();
      }
      Token form = in.next();
      String name = form.value().toUpperCase(Locale.ROOT);
      operands.add(new Constant(form.start(), form.end(), Constant.Kind.STRING, name));
    }
    return close(in, word, "normalize", operands);
  }

  private static Expr overlay(Cursor in, Token word) throws SyntaxRefusal {
    open(in);
    List<Argument> arguments = new ArrayList<>(4);
    if (in.seesMark(")")) {
      return closePlain(in, word, arguments);
    }
    Calls.arguments(in, arguments);
    if (!in.sees("placing")) {
      refuseVariadic(in, arguments);
      return closePlain(in, word, arguments);
    }
    List<Expr> operands = single(in, arguments);
    in.next();
    operands.add(Expressions.parse(in));
    in.expect("from");
    operands.add(Expressions.parse(in));
    if (in.accept("for")) {
      operands.add(Expressions.parse(in));
    }
    return close(in, word, "overlay", operands);
  }

  private static Expr substring(Cursor in, Token word) throws SyntaxRefusal {
    open(in);
    List<Argument> arguments = new ArrayList<>(4);
    if (in.seesMark(")")) {
      return closePlain(in, word, arguments);
    }
    Calls.arguments(in, arguments);
    if (!in.sees("from") && !in.sees("for") && !in.sees("similar")) {
      refuseVariadic(in, arguments);
      return closePlain(in, word, arguments);
    }
    List<Expr> operands = single(in, arguments);
    if (in.accept("similar")) {
      operands.add(Expressions.parse(in));
      in.expect("escape");
      operands.add(Expressions.parse(in));
    } else if (in.accept("from")) {
      operands.add(Expressions.parse(in));
      if (in.accept("for")) {
        operands.add(Expressions.parse(in));
      }
    } else {
      in.expect("for");
      Expr length = Expressions.parse(in);
      if (in.accept("from")) {
        operands.add(Expressions.parse(in));
      }
      operands.add(length);
    }
    return close(in, word, "substring", operands);
  }

  private static Expr trim(Cursor in, Token word) throws SyntaxRefusal {
    open(in);
    String name = "btrim";
    if (in.accept("leading")) {
      name = "ltrim";
    } else if (in.accept("trailing")) {
      name = "rtrim";
    } else {
      in.accept("both");
    }
    List<Expr> operands = new ArrayList<>(2);
    if (in.accept("from")) {
      operands.addAll(Expressions.list(in));
    } else {
      Expr first = Expressions.parse(in);
      if (in.accept("from")) {
        operands.addAll(Expressions.list(in));
        operands.add(first);
      } else {
        operands.add(first);
        while (in.acceptMark(",")) {
          operands.add(Expressions.parse(in));
        }
      }
    }
    return close(in, word, name, operands);
  }

  private static List<Expr> single(Cursor in, List<Argument> arguments) throws SyntaxRefusal {
    Argument only = arguments.get(0);
    if (arguments.size() > 1 || only.variadic() || only.name() != null) {
      throw in.unexpected();
    }
    List<Expr> operands = new ArrayList<>(4);
    operands.add(only.value());
    return operands;
  }

  private static void refuseVariadic(Cursor in, List<Argument> arguments) throws SyntaxRefusal {
    if (arguments.get(arguments.size() - 1).variadic()) {
      throw in.unexpected();
    }
  }
}
