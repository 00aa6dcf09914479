package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.sql.syntax.Accessor;
import io.github.cofferjdbc.sql.syntax.Atom;
import io.github.cofferjdbc.sql.syntax.Call;
import io.github.cofferjdbc.sql.syntax.Composite;
import io.github.cofferjdbc.sql.syntax.Condition;
import io.github.cofferjdbc.sql.syntax.Expr;
import io.github.cofferjdbc.sql.syntax.Operation;
import io.github.cofferjdbc.sql.syntax.Query;
import io.github.cofferjdbc.sql.syntax.QueryBody;
import io.github.cofferjdbc.sql.syntax.SelectItem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The name that PostgreSQL gives an output column without an alias (FigureColname). Stateless. */
final class OutputNames {
  static final String NONE = "?column?";

  private OutputNames() {}

  static String of(Expr value) {
    Optional<String> strong = strong(value);
    if (strong.isPresent()) {
      return strong.get();
    }
    return weak(value).orElse(NONE);
  }

  /** A name that also a cast around the expression leaves. */
  private static Optional<String> strong(Expr value) {
    if (value instanceof Atom.ColumnRef ref) {
      return ref.parts().isEmpty()
          ? Optional.empty()
          : Optional.of(ref.parts().get(ref.parts().size() - 1).text());
    }
    if (value instanceof Operation.Indirection indirection) {
      for (int i = indirection.steps().size() - 1; i >= 0; i--) {
        if (indirection.steps().get(i) instanceof Accessor.Field field) {
          return Optional.of(field.name().text());
        }
      }
      return strong(indirection.base());
    }
    if (value instanceof Call.FunctionCall call) {
      return Optional.of(call.name().last().text());
    }
    if (value instanceof Call.NullIf) {
      return Optional.of("nullif");
    }
    if (value instanceof Call.Coalesce) {
      return Optional.of("coalesce");
    }
    if (value instanceof Call.MinMax minMax) {
      return Optional.of(minMax.greatest() ? "greatest" : "least");
    }
    if (value instanceof Call.GroupingCall) {
      return Optional.of("grouping");
    }
    if (value instanceof Atom.SqlValueFunction function) {
      return Optional.of(function.keyword().toLowerCase(Locale.ROOT));
    }
    if (value instanceof Condition.Exists) {
      return Optional.of("exists");
    }
    if (value instanceof Composite.ArrayConstructor || value instanceof Composite.ArraySubquery) {
      return Optional.of("array");
    }
    if (value instanceof Composite.Row row && row.keyword()) {
      return Optional.of("row");
    }
    if (value instanceof Composite.ScalarSubquery subquery) {
      return first(subquery.query());
    }
    if (value instanceof Operation.Collate collate) {
      return strong(collate.operand());
    }
    if (value instanceof Operation.Cast cast) {
      return strong(cast.operand());
    }
    if (value instanceof Call.Case choice && choice.otherwise() != null) {
      return strong(choice.otherwise());
    }
    return Optional.empty();
  }

  private static Optional<String> weak(Expr value) {
    if (value instanceof Operation.Cast cast) {
      return Optional.of(cast.type().name());
    }
    if (value instanceof Atom.TypedLiteral literal) {
      return Optional.of(literal.type().name());
    }
    if (value instanceof Atom.Constant constant && constant.kind() == Atom.Constant.Kind.BOOLEAN) {
      return Optional.of("bool");
    }
    return value instanceof Call.Case ? Optional.of("case") : Optional.empty();
  }

  private static Optional<String> first(Query query) {
    if (query.body() instanceof QueryBody.Select select && !select.items().isEmpty()) {
      List<SelectItem> items = select.items();
      SelectItem item = items.get(0);
      return Optional.of(item.alias() == null ? of(item.value()) : item.alias().text());
    }
    return query.body() instanceof QueryBody.Values ? Optional.of("column1") : Optional.empty();
  }
}
