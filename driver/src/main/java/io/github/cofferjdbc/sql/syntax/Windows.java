package io.github.cofferjdbc.sql.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Window definitions. */
final class Windows {
  private Windows() {}

  /** {@code [OVER name | OVER (…)]}. */
  static @Nullable Window over(Cursor in) throws SyntaxRefusal {
    if (!in.sees("over") || !(in.seesMark(1, "(") || Cursor.isColumnId(in.peek(1)))) {
      return null;
    }
    in.next();
    if (in.seesMark("(")) {
      return specification(in, in.start(), null);
    }
    Name base = in.columnId();
    return new Window(base.start(), base.end(), null, base, List.of(), List.of(), null, null, null);
  }

  /** {@code WINDOW name AS (…), …}. */
  static List<Window> clause(Cursor in) throws SyntaxRefusal {
    if (!in.accept("window")) {
      return List.of();
    }
    List<Window> windows = new ArrayList<>();
    do {
      Name name = in.columnId();
      in.expect("as");
      windows.add(specification(in, name.start(), name));
    } while (in.acceptMark(","));
    return windows;
  }

  private static Window specification(Cursor in, int start, @Nullable Name name)
      throws SyntaxRefusal {
    in.expectMark("(");
    @Nullable Name base = null;
    if (in.seesColumnId() && !in.sees("partition") && !seesFrame(in)) {
      base = in.columnId();
    }
    List<Expr> partitionBy = List.of();
    if (in.accept("partition")) {
      in.expect("by");
      partitionBy = Expressions.list(in);
    }
    List<SortKey> orderBy = in.sees("order") ? Queries.orderBy(in) : List.of();
    @Nullable String frame = null;
    @Nullable Expr frameStart = null;
    @Nullable Expr frameEnd = null;
    if (seesFrame(in)) {
      frame = in.next().value().toUpperCase(Locale.ROOT);
      if (in.accept("between")) {
        frameStart = bound(in);
        in.expect("and");
        frameEnd = bound(in);
      } else {
        frameStart = bound(in);
      }
      exclusion(in);
    }
    in.expectMark(")");
    return new Window(
        start, in.end(), name, base, partitionBy, orderBy, frame, frameStart, frameEnd);
  }

  private static boolean seesFrame(Cursor in) {
    return in.sees("range") || in.sees("rows") || in.sees("groups");
  }

  private static @Nullable Expr bound(Cursor in) throws SyntaxRefusal {
    if (in.accept("current", "row")) {
      return null;
    }
    @Nullable Expr offset = null;
    if (in.sees("unbounded")
        && (in.seesKeyword(1, "preceding") || in.seesKeyword(1, "following"))) {
      in.next();
    } else {
      offset = Expressions.parse(in);
    }
    if (!in.accept("preceding")) {
      in.expect("following");
    }
    return offset;
  }

  private static void exclusion(Cursor in) throws SyntaxRefusal {
    if (!in.accept("exclude")) {
      return;
    }
    boolean known =
        in.accept("current", "row")
            || in.accept("group")
            || in.accept("ties")
            || in.accept("no", "others");
    if (!known) {
      throw in.unexpected();
    }
  }
}
