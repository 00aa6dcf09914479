package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Atom.Constant;
import io.github.cofferjdbc.sql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Type names, and constants with their type before them. */
final class Types {
  // PostgreSQL's bits of an interval's fields (datetime.h).
  private static final int YEAR = 1 << 2;
  private static final int MONTH = 1 << 1;
  private static final int DAY = 1 << 3;
  private static final int HOUR = 1 << 10;
  private static final int MINUTE = 1 << 11;
  private static final int SECOND = 1 << 12;

  private Types() {}

  /** Typename: with SETOF and array bounds. */
  static TypeName parse(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    boolean setOf = in.accept("setof");
    TypeName simple = simple(in);
    int dimensions = 0;
    if (in.accept("array")) {
      dimensions = 1;
      if (in.acceptMark("[")) {
        in.expect(Kind.INTEGER);
        in.expectMark("]");
      }
    } else {
      while (in.acceptMark("[")) {
        if (in.peek().kind() == Kind.INTEGER) {
          in.next();
        }
        in.expectMark("]");
        dimensions++;
      }
    }
    return new TypeName(
        start, in.end(), simple.names(), simple.modifiers(), dimensions, setOf, false);
  }

  /** SimpleTypename. */
  static TypeName simple(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    if (in.peek().kind() == Kind.KEYWORD) {
      TypeName standard = standard(in, false);
      if (standard != null) {
        return standard;
      }
    }
    List<String> names = new ArrayList<>(2);
    names.add(in.functionId().text());
    while (in.acceptMark(".")) {
      names.add(in.label().text());
    }
    return new TypeName(start, in.end(), names, modifiers(in), 0, false, false);
  }

  /**
   * A type that the grammar spells out, or null if the next key word begins none; nothing is passed
   * then.
   *
   * @param constant whether a string follows, before which an interval's fields do not stand
   */
  static @Nullable TypeName standard(Cursor in, boolean constant) throws SyntaxRefusal {
    int start = in.start();
    switch (in.peek().value()) {
      case "int", "integer" -> {
        return plain(in, start, "int4");
      }
      case "smallint" -> {
        return plain(in, start, "int2");
      }
      case "bigint" -> {
        return plain(in, start, "int8");
      }
      case "real" -> {
        return plain(in, start, "float4");
      }
      case "boolean" -> {
        return plain(in, start, "bool");
      }
      case "json" -> {
        return plain(in, start, "json");
      }
      case "float" -> {
        in.next();
        return builtIn(in, start, floatName(in), List.of());
      }
      case "double" -> {
        if (!in.seesKeyword(1, "precision")) {
          return null;
        }
        in.next();
        return plain(in, start, "float8");
      }
      case "decimal", "dec", "numeric" -> {
        in.next();
        return builtIn(in, start, "numeric", modifiers(in));
      }
      case "bit" -> {
        in.next();
        String name = in.accept("varying") ? "varbit" : "bit";
        return builtIn(in, start, name, modifiers(in));
      }
      case "character", "char", "nchar" -> {
        in.next();
        return character(in, start, in.accept("varying"));
      }
      case "varchar" -> {
        in.next();
        return character(in, start, true);
      }
      case "national" -> {
        if (!in.seesKeyword(1, "character") && !in.seesKeyword(1, "char")) {
          return null;
        }
        in.next();
        in.next();
        return character(in, start, in.accept("varying"));
      }
      case "timestamp", "time" -> {
        String name = in.next().value();
        List<Expr> precision = precision(in);
        boolean zone = in.sees("with", "time") && in.seesKeyword(2, "zone");
        if (zone || (in.sees("without", "time") && in.seesKeyword(2, "zone"))) {
          in.next();
          in.next();
          in.next();
        }
        return builtIn(in, start, zone ? name + "tz" : name, precision);
      }
      case "interval" -> {
        in.next();
        List<Expr> modifiers = precision(in);
        if (modifiers.isEmpty() && !constant) {
          modifiers = intervalFields(in);
        }
        return builtIn(in, start, "interval", modifiers);
      }
      default -> {
        return null;
      }
    }
  }

  private static TypeName plain(Cursor in, int start, String name) {
    in.next();
    return builtIn(in, start, name, List.of());
  }

  private static TypeName builtIn(Cursor in, int start, String name, List<Expr> modifiers) {
    return new TypeName(start, in.end(), List.of("pg_catalog", name), modifiers, 0, false, false);
  }

  private static TypeName character(Cursor in, int start, boolean varying) throws SyntaxRefusal {
    return builtIn(in, start, varying ? "varchar" : "bpchar", precision(in));
  }

  private static String floatName(Cursor in) throws SyntaxRefusal {
    if (!in.acceptMark("(")) {
      return "float8";
    }
    int offset = in.start();
    int bits = Integer.parseInt(in.expect(Kind.INTEGER).value());
    in.expectMark(")");
    if (bits < 1 || bits > 53) {
      throw in.refuse(offset, "a precision of float that is not from 1 to 53");
    }
    return bits <= 24 ? "float4" : "float8";
  }

  /** {@code [( integer )]}. */
  private static List<Expr> precision(Cursor in) throws SyntaxRefusal {
    if (!in.acceptMark("(")) {
      return List.of();
    }
    Constant digits = integer(in);
    in.expectMark(")");
    return List.of(digits);
  }

  /** A bare integer as a constant. */
  static Constant integer(Cursor in) throws SyntaxRefusal {
    Token token = in.expect(Kind.INTEGER);
    return new Constant(token.start(), token.end(), Constant.Kind.INTEGER, token.value());
  }

  private static List<Expr> modifiers(Cursor in) throws SyntaxRefusal {
    if (!in.acceptMark("(")) {
      return List.of();
    }
    List<Expr> modifiers = Expressions.list(in);
    in.expectMark(")");
    return modifiers;
  }

  /** opt_interval: the fields' bit mask at the first key word, then the precision of seconds. */
  static List<Expr> intervalFields(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    int first = field(in);
    if (first == 0) {
      return List.of();
    }
    in.next();
    int mask = first;
    int last = first;
    if (first != SECOND && first != MONTH && in.sees("to")) {
      in.next();
      last = field(in);
      mask = fieldsBetween(first, last);
      if (mask == 0) {
        throw in.unexpected();
      }
      in.next();
    }
    int end = in.end();
    List<Expr> precision = last == SECOND ? precision(in) : List.of();
    List<Expr> modifiers = new ArrayList<>(2);
    modifiers.add(new Constant(start, end, Constant.Kind.INTEGER, Integer.toString(mask)));
    modifiers.addAll(precision);
    return modifiers;
  }

  private static int field(Cursor in) {
    if (in.peek().kind() != Kind.KEYWORD) {
      return 0;
    }
    return switch (in.peek().value()) {
      case "year" -> YEAR;
      case "month" -> MONTH;
      case "day" -> DAY;
      case "hour" -> HOUR;
      case "minute" -> MINUTE;
      case "second" -> SECOND;
      default -> 0;
    };
  }

  private static int fieldsBetween(int first, int last) {
    if (first == YEAR) {
      return last == MONTH ? YEAR | MONTH : 0;
    }
    int mask = 0;
    boolean inside = false;
    for (int field : new int[] {DAY, HOUR, MINUTE, SECOND}) {
      inside |= field == first;
      if (inside) {
        mask |= field;
      }
      if (field == last) {
        return last == first || !inside ? 0 : mask;
      }
    }
    return 0;
  }
}
