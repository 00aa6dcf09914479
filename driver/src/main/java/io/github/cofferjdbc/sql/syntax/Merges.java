package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.FromItem.TableRef;
import io.github.cofferjdbc.sql.syntax.MergeAction.MergeDelete;
import io.github.cofferjdbc.sql.syntax.MergeAction.MergeInsert;
import io.github.cofferjdbc.sql.syntax.MergeAction.MergeNothing;
import io.github.cofferjdbc.sql.syntax.MergeAction.MergeUpdate;
import io.github.cofferjdbc.sql.syntax.MergeWhen.Match;
import io.github.cofferjdbc.sql.syntax.Statement.Merge;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** MERGE. */
final class Merges {
  private Merges() {}

  static Merge parse(Cursor in, int start, @Nullable With with) throws SyntaxRefusal {
    in.expect("into");
    TableRef target = FromItems.target(in);
    in.expect("using");
    FromItem source = FromItems.parse(in);
    in.expect("on");
    Expr on = Expressions.parse(in);
    List<MergeWhen> whens = new ArrayList<>();
    do {
      whens.add(when(in));
    } while (in.sees("when"));
    @Nullable Returning returning = Dml.returning(in);
    return new Merge(start, in.end(), with, target, source, on, whens, returning);
  }

  private static MergeWhen when(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("when");
    Match match = Match.MATCHED;
    if (in.accept("not")) {
      match = Match.NOT_MATCHED_BY_TARGET;
    }
    in.expect("matched");
    if (match == Match.NOT_MATCHED_BY_TARGET && in.accept("by")) {
      if (in.accept("source")) {
        match = Match.NOT_MATCHED_BY_SOURCE;
      } else {
        in.expect("target");
      }
    }
    @Nullable Expr condition = in.accept("and") ? Expressions.parse(in) : null;
    in.expect("then");
    MergeAction action = action(in, match);
    return new MergeWhen(start, in.end(), match, condition, action);
  }

  private static MergeAction action(Cursor in, Match match) throws SyntaxRefusal {
    int start = in.start();
    if (in.accept("do")) {
      in.expect("nothing");
      return new MergeNothing(start, in.end());
    }
    if (match == Match.NOT_MATCHED_BY_TARGET) {
      return insert(in, start);
    }
    if (in.accept("delete")) {
      return new MergeDelete(start, in.end());
    }
    in.expect("update");
    in.expect("set");
    List<Assignment> assignments = Dml.assignments(in);
    return new MergeUpdate(start, in.end(), assignments);
  }

  private static MergeAction insert(Cursor in, int start) throws SyntaxRefusal {
    in.expect("insert");
    if (in.accept("default", "values")) {
      return new MergeInsert(start, in.end(), List.of(), null);
    }
    List<TargetColumn> columns = in.seesMark("(") ? Dml.columns(in) : List.of();
    Dml.overriding(in);
    in.expect("values");
    ValuesRow values = Queries.row(in);
    return new MergeInsert(start, in.end(), columns, values);
  }
}
