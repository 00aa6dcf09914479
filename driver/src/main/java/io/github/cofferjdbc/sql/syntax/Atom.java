package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An expression without operands of its own. */
public sealed interface Atom extends Expr {

  /**
   * A column reference: {@code a}, {@code t.a}, {@code s.t.a}, {@code t.*}, {@code *}. What follows
   * the first subscript is an {@link Operation.Indirection}.
   *
   * @param parts the names, empty for a bare star
   * @param star whether it ends in a star
   */
  record ColumnRef(int start, int end, List<Name> parts, boolean star) implements Atom {
    public ColumnRef {
      parts = List.copyOf(parts);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      parts.forEach(action);
    }
  }

  /**
   * A parameter.
   *
   * @param number from 1: the position of a {@code ?} among those of the whole text, or the number
   *     written after {@code $}
   */
  record Parameter(int start, int end, int number) implements Atom {
    @Override
    public void forEachChild(Consumer<? super Node> action) {}
  }

  /**
   * A constant. As in PostgreSQL a minus sign directly before a number belongs to it.
   *
   * @param value digits as written without underscores, decimal for an INTEGER; the decoded text of
   *     a STRING; {@code b} or {@code x} and the digits of a BIT_STRING; {@code true}, {@code
   *     false}; empty for NULL
   */
  record Constant(int start, int end, Kind kind, String value) implements Atom {

    /** What PostgreSQL's parser takes a constant for. */
    public enum Kind {
      /** A whole number that fits into 32 bits. */
      INTEGER,
      /** Any other number. */
      FLOAT,
      STRING,
      BIT_STRING,
      BOOLEAN,
      NULL
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {}

    /** Does not show the value. */
    @Override
    public String toString() {
      return "Constant[" + start + ".." + end + " " + kind + "]";
    }
  }

  /**
   * A constant with its type before it: {@code date '2026-01-01'}, {@code interval '1' day}, {@code
   * {d '2026-01-01'}}.
   */
  record TypedLiteral(int start, int end, TypeName type, Constant literal) implements Atom {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(type);
      action.accept(literal);
    }
  }

  /**
   * {@code CURRENT_DATE} and its like.
   *
   * @param keyword in capitals
   * @param precision what stands in parentheses, or null
   */
  record SqlValueFunction(int start, int end, String keyword, @Nullable Constant precision)
      implements Atom {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      // PostgreSQL keeps the precision as a number, not as a constant.
    }
  }

  /** {@code DEFAULT} in VALUES or SET. */
  record DefaultMarker(int start, int end) implements Atom {
    @Override
    public void forEachChild(Consumer<? super Node> action) {}
  }

  /** {@code CURRENT OF cursor}. */
  record CurrentOf(int start, int end, Name cursor) implements Atom {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(cursor);
    }
  }
}
