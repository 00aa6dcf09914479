package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.value.BaseType;
import io.github.cofferjdbc.value.Coercion;
import io.github.cofferjdbc.value.Source;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The constants of one compared expression, as those of a column of VALUES or the results of CASE.
 * PostgreSQL makes one type of them before it looks for the operator. Where there is none for that
 * type the comparison fails (42883), and not the meeting of the constants with the column (42804).
 * Stateless.
 */
final class ComparedLeaves {
  private static final String NO_OPERATOR = "42883";

  private ComparedLeaves() {}

  /** Marks the constants of an open expression that is compared with an encrypted one. */
  static void meet(Cell open, ColumnType.Encrypted type) {
    BaseType own = commonType(open);
    if (own != null && !type.array() && !comparable(type.type().base(), own)) {
      markCompared(open);
    }
  }

  /** Marks the constants of two open expressions that are compared. */
  static void meet(Cell left, Cell right) {
    BaseType one = commonType(left);
    BaseType other = one == null ? null : commonType(right);
    if (one != null && other != null && !comparable(one, other)) {
      markCompared(left);
      markCompared(right);
    }
  }

  private static void markCompared(Cell open) {
    open.leaves().forEach(Leaf::compareThroughColumn);
  }

  /**
   * Returns the type of the constants, or another that compares with what theirs does; null if the
   * text does not tell it or the expression is a single constant.
   */
  private static @Nullable BaseType commonType(Cell open) {
    if (open.leaf() != null) {
      return null;
    }
    List<Leaf> leaves = open.leaves();
    BaseType common = null;
    for (Leaf leaf : leaves) {
      if (leaf.isNull()) {
        continue;
      }
      BaseType own = leaf.ownType();
      if (own == null || (common != null && !comparable(common, own))) {
        return null;
      }
      common = own;
    }
    return common;
  }

  private static boolean comparable(BaseType one, BaseType other) {
    try {
      Coercion.checkComparable(one, Source.of(other));
      return true;
    } catch (SQLException e) {
      return !NO_OPERATOR.equals(e.getSQLState());
    }
  }
}
