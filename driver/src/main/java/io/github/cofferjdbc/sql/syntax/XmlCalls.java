package io.github.cofferjdbc.sql.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** XML constructs. */
final class XmlCalls {
  private XmlCalls() {}

  /** The construct that the key word begins, or null if it begins none. */
  static @Nullable Expr parse(Cursor in, Token word) throws SyntaxRefusal {
    List<Node> operands = new ArrayList<>();
    switch (word.value()) {
      case "xmlconcat" -> {
        open(in);
        operands.addAll(Expressions.list(in));
      }
      case "xmlelement" -> {
        open(in);
        element(in, operands);
      }
      case "xmlforest" -> {
        open(in);
        attributes(in, operands);
      }
      case "xmlparse" -> {
        open(in);
        documentOrContent(in);
        operands.add(Expressions.parse(in));
        if (in.accept("preserve") || in.accept("strip")) {
          in.expect("whitespace");
        }
      }
      case "xmlpi" -> {
        open(in);
        in.expect("name");
        in.label();
        if (in.acceptMark(",")) {
          operands.add(Expressions.parse(in));
        }
      }
      case "xmlroot" -> {
        open(in);
        root(in, operands);
      }
      case "xmlserialize" -> {
        open(in);
        documentOrContent(in);
        operands.add(Expressions.parse(in));
        in.expect("as");
        operands.add(Types.simple(in));
        if (in.accept("no")) {
          in.expect("indent");
        } else {
          in.accept("indent");
        }
      }
      case "xmlexists" -> {
        return exists(in, word);
      }
      default -> {
        return null;
      }
    }
    in.expectMark(")");
    return new Call.Construct(
        word.start(), in.end(), word.value().toUpperCase(Locale.ROOT), operands);
  }

  private static void open(Cursor in) throws SyntaxRefusal {
    in.next();
    in.expectMark("(");
  }

  private static void documentOrContent(Cursor in) throws SyntaxRefusal {
    if (!in.accept("document")) {
      in.expect("content");
    }
  }

  private static void element(Cursor in, List<Node> operands) throws SyntaxRefusal {
    in.expect("name");
    in.label();
    if (!in.acceptMark(",")) {
      return;
    }
    if (in.seesCall("xmlattributes")) {
      open(in);
      attributes(in, operands);
      in.expectMark(")");
      if (!in.acceptMark(",")) {
        return;
      }
    }
    operands.addAll(Expressions.list(in));
  }

  private static void attributes(Cursor in, List<Node> operands) throws SyntaxRefusal {
    do {
      int start = in.start();
      Expr value = Expressions.parse(in);
      @Nullable Name label = in.accept("as") ? in.label() : null;
      operands.add(new SelectItem(start, in.end(), value, label));
    } while (in.acceptMark(","));
  }

  private static void root(Cursor in, List<Node> operands) throws SyntaxRefusal {
    operands.add(Expressions.parse(in));
    in.expectMark(",");
    in.expect("version");
    if (!in.accept("no", "value")) {
      operands.add(Expressions.parse(in));
    }
    if (in.acceptMark(",")) {
      in.expect("standalone");
      if (!in.accept("yes")) {
        in.expect("no");
        in.accept("value");
      }
    }
  }

  private static Expr exists(Cursor in, Token word) throws SyntaxRefusal {
    open(in);
    Expr path = Primaries.parse(in, false);
    Expr document = passing(in);
    in.expectMark(")");
    return Calls.special(
        word.start(),
        in.end(),
        Calls.builtIn(word, "xmlexists"),
        List.of(Calls.argument(path), Calls.argument(document)));
  }

  /** {@code PASSING [BY REF] document [BY REF]}. */
  static Expr passing(Cursor in) throws SyntaxRefusal {
    in.expect("passing");
    mechanism(in);
    Expr document = Primaries.parse(in, false);
    mechanism(in);
    return document;
  }

  private static void mechanism(Cursor in) throws SyntaxRefusal {
    if (in.accept("by") && !in.accept("ref")) {
      in.expect("value");
    }
  }
}
