package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Atom.ColumnRef;
import io.github.cofferjdbc.sql.syntax.Atom.Constant;
import io.github.cofferjdbc.sql.syntax.QueryBody.Select;
import io.github.cofferjdbc.sql.syntax.QueryBody.SetOperation;
import io.github.cofferjdbc.sql.syntax.QueryBody.Table;
import io.github.cofferjdbc.sql.syntax.QueryBody.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Queries: PostgreSQL's {@code SelectStmt} and what is in it. */
final class Queries {
  private static final int UNION = 1;
  private static final int INTERSECT = 2;

  private static final Set<String> ITEM_ENDS =
      Set.of(
          "into",
          "from",
          "where",
          "group",
          "having",
          "window",
          "union",
          "except",
          "intersect",
          "order",
          "limit",
          "offset",
          "fetch",
          "for",
          "on",
          "returning",
          "with");

  private Queries() {}

  /** Whether a query without parentheses starts here; VALUES may also be a column's name. */
  static boolean starts(Cursor in) {
    return in.sees("select") || in.seesCall("values") || in.sees("with") || in.sees("table");
  }

  /** Whether what follows a parenthesised query makes a greater query of it. */
  static boolean continues(Cursor in) {
    return setLevel(in) > 0 || seesOptions(in);
  }

  private static boolean seesOptions(Cursor in) {
    return in.sees("order")
        || in.sees("limit")
        || in.sees("offset")
        || in.sees("fetch")
        || in.sees("for");
  }

  /** A query with or without parentheses (SelectStmt). */
  static Query parse(Cursor in) throws SyntaxRefusal {
    in.enter(4);
    int start = in.start();
    @Nullable With with = in.sees("with") ? Withs.parse(in) : null;
    Query query = parse(in, with, start);
    in.leave(4);
    return query;
  }

  /** A query after its WITH. */
  static Query parse(Cursor in, @Nullable With with, int start) throws SyntaxRefusal {
    int firstStart = in.start();
    Query first = operand(in);
    Query combined = combine(in, first, firstStart, 0);
    return options(in, combined, with, start);
  }

  /** The rest of a query whose first, parenthesised operand has been read. */
  static Query parseAfter(Cursor in, Query first, int start) throws SyntaxRefusal {
    return options(in, combine(in, first, start, 0), null, start);
  }

  private static int setLevel(Cursor in) {
    if (in.sees("union") || in.sees("except")) {
      return UNION;
    }
    return in.sees("intersect") ? INTERSECT : 0;
  }

  private static Query combine(Cursor in, Query first, int start, int above) throws SyntaxRefusal {
    Query left = first;
    for (int level = setLevel(in); level > above; level = setLevel(in)) {
      SetOperation.Kind kind =
          switch (in.next().value()) {
            case "union" -> SetOperation.Kind.UNION;
            case "intersect" -> SetOperation.Kind.INTERSECT;
            default -> SetOperation.Kind.EXCEPT;
          };
      boolean all = in.accept("all");
      if (!all) {
        in.accept("distinct");
      }
      int rightStart = in.start();
      Query right = combine(in, operand(in), rightStart, level);
      left = plain(new SetOperation(start, in.end(), kind, all, left, right));
    }
    return left;
  }

  private static Query plain(QueryBody body) {
    return new Query(body.start(), body.end(), null, body, List.of(), null, List.of());
  }

  /** simple_select without set operations, or a query in parentheses. */
  private static Query operand(Cursor in) throws SyntaxRefusal {
    if (in.seesMark("(")) {
      Parenthesised inner = Parenthesised.parse(in);
      if (inner.query() == null) {
        throw in.refuse(inner.start(), "an expression where a query belongs");
      }
      return inner.query();
    }
    int start = in.start();
    if (in.accept("select")) {
      return plain(select(in, start));
    }
    if (in.accept("values")) {
      List<ValuesRow> rows = new ArrayList<>();
      do {
        rows.add(row(in));
      } while (in.acceptMark(","));
      return plain(new Values(start, in.end(), rows));
    }
    in.expect("table");
    FromItem.TableRef table = FromItems.relation(in);
    return plain(new Table(start, in.end(), table));
  }

  /** {@code ( value, … )} of VALUES. */
  static ValuesRow row(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expectMark("(");
    List<Expr> values = Expressions.list(in);
    in.expectMark(")");
    return new ValuesRow(start, in.end(), values);
  }

  private static Select select(Cursor in, int start) throws SyntaxRefusal {
    boolean distinct = in.accept("distinct");
    List<Expr> distinctOn = List.of();
    if (!distinct) {
      in.accept("all");
    } else if (in.accept("on")) {
      in.expectMark("(");
      distinctOn = Expressions.list(in);
      in.expectMark(")");
    }
    List<SelectItem> items = !distinct && endsItem(in.peek()) ? List.of() : items(in);
    @Nullable SelectInto into = in.sees("into") ? into(in) : null;
    List<FromItem> from = in.accept("from") ? FromItems.list(in) : List.of();
    @Nullable Expr where = in.accept("where") ? Expressions.parse(in) : null;
    @Nullable GroupBy groupBy = in.sees("group") ? Groupings.parse(in) : null;
    @Nullable Expr having = in.accept("having") ? Expressions.parse(in) : null;
    List<Window> windows = Windows.clause(in);
    return new Select(
        start, in.end(), distinct, distinctOn, items, into, from, where, groupBy, having, windows);
  }

  /** Whether the token cannot begin an expression, but may follow an output column. */
  static boolean endsItem(Token token) {
    return switch (token.kind()) {
      case END -> true;
      case PUNCTUATION -> token.value().equals(")") || token.value().equals(",");
      case KEYWORD -> ITEM_ENDS.contains(token.value());
      default -> false;
    };
  }

  /** target_list. */
  static List<SelectItem> items(Cursor in) throws SyntaxRefusal {
    List<SelectItem> items = new ArrayList<>();
    do {
      int start = in.start();
      if (in.seesOperator("*")) {
        in.next();
        ColumnRef star = new ColumnRef(start, in.end(), List.of(), true);
        items.add(new SelectItem(start, in.end(), star, null));
        continue;
      }
      Expr value = Expressions.parse(in);
      @Nullable Name alias = null;
      if (in.accept("as")) {
        alias = in.label();
      } else if (Cursor.isBareLabel(in.peek())) {
        alias = in.label();
      }
      items.add(new SelectItem(start, in.end(), value, alias));
    } while (in.acceptMark(","));
    return items;
  }

  private static SelectInto into(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("into");
    boolean temporary = false;
    if ((in.sees("local") || in.sees("global"))
        && (in.seesKeyword(1, "temporary") || in.seesKeyword(1, "temp"))) {
      in.next();
    }
    if ((in.sees("temporary") || in.sees("temp") || in.sees("unlogged"))
        && (Cursor.isColumnId(in.peek(1)) || in.seesKeyword(1, "table"))) {
      temporary = !in.next().value().equals("unlogged");
    }
    in.accept("table");
    QualifiedName table = in.relationName();
    return new SelectInto(start, in.end(), temporary, table);
  }

  /** sort_clause. */
  static List<SortKey> orderBy(Cursor in) throws SyntaxRefusal {
    in.expect("order");
    in.expect("by");
    List<SortKey> keys = new ArrayList<>();
    do {
      int start = in.start();
      Expr value = Expressions.parse(in);
      boolean descending = false;
      @Nullable Operator using = null;
      if (in.accept("using")) {
        using = Expressions.anyOperator(in);
      } else if (in.accept("desc")) {
        descending = true;
      } else {
        in.accept("asc");
      }
      keys.add(new SortKey(start, in.end(), value, descending, using, nulls(in)));
    } while (in.acceptMark(","));
    return keys;
  }

  /** {@code [NULLS FIRST | LAST]}. */
  static SortKey.Nulls nulls(Cursor in) {
    if (in.accept("nulls", "first")) {
      return SortKey.Nulls.FIRST;
    }
    return in.accept("nulls", "last") ? SortKey.Nulls.LAST : SortKey.Nulls.DEFAULT;
  }

  /** ORDER BY, LIMIT and the rest, which go into the query that they follow. */
  private static Query options(Cursor in, Query query, @Nullable With with, int start)
      throws SyntaxRefusal {
    if (with == null && !seesOptions(in)) {
      return query;
    }
    List<SortKey> orderBy = query.orderBy();
    if (in.sees("order")) {
      if (!orderBy.isEmpty()) {
        throw in.refuse(in.start(), "a second ORDER BY");
      }
      orderBy = orderBy(in);
    }
    List<Locking> locking = new ArrayList<>(query.locking());
    boolean lockedFirst = in.sees("for");
    lockings(in, locking);
    @Nullable Limit limit = Limits.parse(in, query.limit());
    if (!lockedFirst) {
      lockings(in, locking);
    }
    if (with != null && query.with() != null) {
      throw in.refuse(start, "a second WITH");
    }
    return new Query(
        start, in.end(), with != null ? with : query.with(), query.body(), orderBy, limit, locking);
  }

  private static void lockings(Cursor in, List<Locking> lockings) throws SyntaxRefusal {
    while (in.sees("for")) {
      int start = in.start();
      in.next();
      Locking.Strength strength;
      if (in.accept("read")) {
        in.expect("only");
        strength = Locking.Strength.READ_ONLY;
      } else if (in.accept("update")) {
        strength = Locking.Strength.UPDATE;
      } else if (in.accept("share")) {
        strength = Locking.Strength.SHARE;
      } else if (in.accept("key")) {
        in.expect("share");
        strength = Locking.Strength.KEY_SHARE;
      } else {
        in.expect("no");
        in.expect("key");
        in.expect("update");
        strength = Locking.Strength.NO_KEY_UPDATE;
      }
      List<QualifiedName> tables = new ArrayList<>();
      if (strength != Locking.Strength.READ_ONLY) {
        if (in.accept("of")) {
          do {
            tables.add(in.relationName());
          } while (in.acceptMark(","));
        }
        if (!in.accept("nowait") && in.accept("skip")) {
          in.expect("locked");
        }
      }
      lockings.add(new Locking(start, in.end(), strength, tables));
    }
  }

  /** A constant that PostgreSQL makes of {@code LIMIT ALL}. */
  static Constant nullAt(Token token) {
    return new Constant(token.start(), token.end(), Constant.Kind.NULL, "");
  }
}
