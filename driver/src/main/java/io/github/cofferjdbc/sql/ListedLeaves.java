package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.sql.plan.Operand;
import io.github.cofferjdbc.sql.syntax.Atom;
import io.github.cofferjdbc.value.BaseType;
import java.util.List;

/**
 * The constants and parameters of a list that a column is compared with. PostgreSQL first makes one
 * type of them: with the column after {@code IN} if the list has several, without it in {@code
 * ARRAY[…]}. That changes values where one of them becomes a {@code real}, and decides as what an
 * untyped constant is read. Stateless.
 */
final class ListedLeaves {
  private ListedLeaves() {}

  /**
   * Marks the values of an IN list.
   *
   * @param leaves those that are constants or parameters, already compared with the column
   * @param others how many of its other values contain no column
   */
  static void ofIn(List<Leaf> leaves, int others, ColumnType.Encrypted type, String column) {
    BaseType base = type.type().base();
    if (leaves.size() + others < 2) {
      return;
    }
    if (leaves.stream().anyMatch(Leaf::untyped)
        && leaves.stream().anyMatch(leaf -> widens(leaf, base))) {
      throw ambiguous(column, "IN", base);
    }
    if (!isNumber(base) || base == BaseType.FLOAT8) {
      return;
    }
    boolean certain = others == 0 && leaves.stream().allMatch(Leaf::typeKnown);
    boolean changes = base == BaseType.FLOAT4 ? noneIs(leaves, BaseType.FLOAT8) : hasReal(leaves);
    if (changes || !certain) {
      mark(leaves, certain);
    }
  }

  /** Marks the values of an array constructor after ANY or ALL. */
  static void ofArray(List<Leaf> leaves, ColumnType.Encrypted type, String column) {
    BaseType base = type.type().base();
    boolean untyped = leaves.stream().anyMatch(Leaf::untyped);
    boolean onlyUntyped = leaves.stream().allMatch(leaf -> leaf.untyped() || leaf.isNull());
    if (untyped
        && (onlyUntyped
            ? base != BaseType.TEXT
            : leaves.stream().anyMatch(leaf -> leaf.typeKnown() && !isOf(leaf, base)))) {
      throw ambiguous(column, "ARRAY", base);
    }
    leaves.stream().filter(leaf -> !leaf.isNull()).forEach(Leaf::compareAsElement);
    boolean uniform =
        leaves.stream().filter(leaf -> !leaf.isNull()).map(ListedLeaves::typeOf).distinct().count()
            <= 1;
    if (!uniform || !leaves.stream().allMatch(Leaf::typeKnown)) {
      mark(leaves, false);
    }
  }

  private static void mark(List<Leaf> leaves, boolean certain) {
    Operand.Use use = certain ? Operand.Use.LISTED : Operand.Use.LISTED_WITH_PARAMETERS;
    leaves.forEach(leaf -> leaf.listed(use));
  }

  /** The type by the text alone, as far as types have to be told apart. */
  private static Object typeOf(Leaf leaf) {
    if (leaf.cast() != null) {
      return leaf.cast();
    }
    return leaf.atom() instanceof Atom.Constant constant ? constant.kind() : leaf;
  }

  private static boolean hasReal(List<Leaf> leaves) {
    return !noneIs(leaves, BaseType.FLOAT4);
  }

  private static boolean noneIs(List<Leaf> leaves, BaseType type) {
    return leaves.stream().noneMatch(leaf -> leaf.cast() == type);
  }

  /** Tells whether the value may make another type of the list than the column's. */
  private static boolean widens(Leaf leaf, BaseType column) {
    if (leaf.cast() != null) {
      return leaf.cast() != column && leaf.cast() != BaseType.TEXT;
    }
    return isInteger(column) && leaf.isDecimal();
  }

  /** Tells whether the value has the type by itself, or none that matters. */
  private static boolean isOf(Leaf leaf, BaseType type) {
    if (leaf.isNull() || leaf.untyped()) {
      return true;
    }
    if (leaf.cast() != null) {
      return leaf.cast() == type;
    }
    return switch (type) {
      case INT4 -> leaf.isConstant(Atom.Constant.Kind.INTEGER);
      case NUMERIC -> leaf.isDecimal();
      case BOOL -> leaf.isConstant(Atom.Constant.Kind.BOOLEAN);
      default -> false;
    };
  }

  private static boolean isInteger(BaseType type) {
    return type.searchable() == BaseType.INT8;
  }

  private static boolean isNumber(BaseType type) {
    return isInteger(type) || type.searchable() == BaseType.FLOAT8 || type == BaseType.NUMERIC;
  }

  private static Refusal ambiguous(String column, String construct, BaseType base) {
    return Refusal.of(
        column,
        construct,
        "PostgreSQL does not read the untyped constant as the column's type here; give it its type,"
            + " as in "
            + base.typeName()
            + " '…'");
  }
}
