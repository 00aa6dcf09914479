package io.github.cofferjdbc.sql.syntax;

import java.util.ArrayList;
import java.util.List;

/** The options of COPY: in parentheses, or as key words, or as they were before PostgreSQL 7.3. */
final class CopyOptions {
  private CopyOptions() {}

  /** {@code [[USING] DELIMITERS 'x'] [WITH] ( name value, … ) | key words}. */
  static List<CopyOption> parse(Cursor in) throws SyntaxRefusal {
    List<CopyOption> options = new ArrayList<>();
    if (in.accept("using")) {
      in.expect("delimiters");
      options.add(string(in, "delimiter"));
    } else if (in.accept("delimiters")) {
      options.add(string(in, "delimiter"));
    }
    in.accept("with");
    if (in.acceptMark("(")) {
      do {
        options.add(named(in));
      } while (in.acceptMark(","));
      in.expectMark(")");
      return options;
    }
    while (!in.atEnd() && !in.sees("where")) {
      options.add(keyword(in));
    }
    return options;
  }

  private static CopyOption named(Cursor in) throws SyntaxRefusal {
    String name = in.label().text();
    if (in.seesMark(",") || in.seesMark(")")) {
      return CopyOption.of(name, null);
    }
    if (in.seesOperator("*")) {
      in.next();
      return new CopyOption(name, null, List.of(), true);
    }
    if (in.acceptMark("(")) {
      List<String> items = new ArrayList<>();
      do {
        items.add(word(in));
      } while (in.acceptMark(","));
      in.expectMark(")");
      return new CopyOption(name, null, items, false);
    }
    return CopyOption.of(name, word(in));
  }

  /** A name, key word, string or number. */
  private static String word(Cursor in) throws SyntaxRefusal {
    String sign = "";
    if (in.seesOperator("-") || in.seesOperator("+")) {
      sign = in.next().value();
    }
    Token token = in.peek();
    return switch (token.kind()) {
      case INTEGER, FLOAT -> sign + in.next().value();
      case STRING, DOLLAR_STRING, NAME, QUOTED_NAME, KEYWORD -> {
        if (!sign.isEmpty()) {
          throw in.unexpected();
        }
        yield in.next().value();
      }
      case WHITE_SPACE, COMMENT, BIT_STRING, PARAMETER, OPERATOR, PUNCTUATION, END ->
          throw in.unexpected();
    };
  }

  private static CopyOption keyword(Cursor in) throws SyntaxRefusal {
    if (in.accept("binary")) {
      return CopyOption.of("format", "binary");
    }
    if (in.accept("csv")) {
      return CopyOption.of("format", "csv");
    }
    if (in.accept("freeze")) {
      return CopyOption.of("freeze", null);
    }
    if (in.accept("header")) {
      return CopyOption.of("header", null);
    }
    if (in.accept("force")) {
      return forced(in);
    }
    for (String name : List.of("delimiter", "null", "quote", "escape", "encoding")) {
      if (in.accept(name)) {
        return string(in, name);
      }
    }
    throw in.unexpected();
  }

  private static CopyOption string(Cursor in, String name) throws SyntaxRefusal {
    in.accept("as");
    return CopyOption.of(name, in.expectString().value());
  }

  private static CopyOption forced(Cursor in) throws SyntaxRefusal {
    String name;
    if (in.accept("quote")) {
      name = "force_quote";
    } else if (in.accept("not", "null")) {
      name = "force_not_null";
    } else {
      in.expect("null");
      name = "force_null";
    }
    if (in.seesOperator("*")) {
      in.next();
      return new CopyOption(name, null, List.of(), true);
    }
    return new CopyOption(name, null, in.names().stream().map(Name::text).toList(), false);
  }
}
