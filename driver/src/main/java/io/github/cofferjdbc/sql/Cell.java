package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The type of one expression while a statement is analysed: plain, encrypted, or open, which is
 * what constants, parameters, NULL and what is made of them alone are until they meet a type.
 *
 * <p>Open cells that must have one type are joined (union-find), so that whatever one of them meets
 * binds all, however far apart they stand: a parameter in VALUES becomes what the column is that
 * the VALUES are joined with. What was asked of an open cell is remembered and asked again of the
 * encrypted type that it gets. A bound cell never changes. Used by one thread.
 */
final class Cell {
  private enum State {
    OPEN,
    PLAIN,
    ENCRYPTED
  }

  private static final String NESTED = "arrays of more than one dimension are not supported";

  private record Asked(Ability ability, String construct) {}

  private final @Nullable Leaf leaf;
  private State state;
  private String origin;
  private ColumnType.@Nullable Encrypted type;
  private boolean kept;
  private boolean textual;
  private @Nullable Cell joinedTo;
  private @Nullable Cell element;
  private @Nullable Cell array;
  private @Nullable List<Leaf> leaves;
  private @Nullable List<Asked> asked;

  private Cell(State state, String origin, @Nullable Leaf leaf) {
    this.state = state;
    this.origin = origin;
    this.leaf = leaf;
  }

  /** A type that Coffer leaves alone; {@code what} says what has it, for messages. */
  static Cell plain(String what) {
    return new Cell(State.PLAIN, what, null);
  }

  /** The type of something of which only constants and parameters are known. */
  static Cell open() {
    return new Cell(State.OPEN, "", null);
  }

  /** The type of a constant or parameter. */
  static Cell of(Leaf leaf) {
    Cell cell = new Cell(State.OPEN, "", leaf);
    cell.leaves = new ArrayList<>(2);
    cell.leaves.add(leaf);
    return cell;
  }

  /**
   * An encrypted type.
   *
   * @param origin the column it comes from
   * @param kept whether the server still knows the domain, and has not fallen back to bytea
   */
  static Cell encrypted(ColumnType.Encrypted type, String origin, boolean kept) {
    Cell cell = new Cell(State.ENCRYPTED, origin, null);
    cell.type = type;
    cell.kept = kept;
    return cell;
  }

  /** The type of an array whose elements have this type. */
  static Cell arrayOf(Cell element) {
    Cell root = element.root();
    return switch (root.state) {
      case PLAIN -> root;
      case ENCRYPTED -> {
        if (root.type().array()) {
          throw Refusal.of(root.origin, "array", NESTED);
        }
        yield encrypted(Types.withArray(root.type(), true), root.origin, root.kept);
      }
      case OPEN -> {
        Cell array = open();
        array.element = root;
        root.array = array;
        yield array;
      }
    };
  }

  private Cell root() {
    Cell cell = this;
    while (cell.joinedTo != null) {
      cell = cell.joinedTo;
    }
    return cell;
  }

  boolean isOpen() {
    return root().state == State.OPEN;
  }

  boolean isPlain() {
    return root().state == State.PLAIN;
  }

  boolean isEncrypted() {
    return root().state == State.ENCRYPTED;
  }

  /** The encrypted type; only of an encrypted cell. */
  ColumnType.Encrypted type() {
    return Objects.requireNonNull(root().type);
  }

  /** The column that an encrypted type comes from, or what made the cell plain. */
  String origin() {
    return root().origin;
  }

  boolean isKept() {
    return root().kept;
  }

  /** The constant or parameter that the expression is, or null if it is anything else. */
  @Nullable Leaf leaf() {
    return leaf;
  }

  /** Every constant and parameter that shares this type while it is open. */
  List<Leaf> leaves() {
    List<Leaf> own = root().leaves;
    return own == null ? List.of() : own;
  }

  /** Every constant and parameter among the elements of this array while it is open. */
  List<Leaf> elementLeaves() {
    Cell elements = root().element;
    return elements == null ? List.of() : elements.leaves();
  }

  /**
   * Returns the type of a query's column outside of the query. There PostgreSQL makes untyped
   * constants text, so they can no longer become a date.
   */
  Cell leaveQuery() {
    Cell root = root();
    if (root.state == State.OPEN) {
      root.textual = true;
    }
    return withoutLeaf();
  }

  /** Returns the same type, of an expression that is made of the constant or parameter. */
  Cell withoutLeaf() {
    if (leaf == null) {
      return this;
    }
    Cell same = open();
    same.joinedTo = root();
    return same;
  }

  /** Makes an open cell plain, because of what {@code what} says. */
  void bindPlain(String what) {
    Cell root = root();
    if (root.state != State.OPEN) {
      return;
    }
    root.state = State.PLAIN;
    root.origin = what;
    Cell elements = root.element;
    if (elements != null) {
      elements.bindPlain(what);
    }
    Cell arrays = root.array;
    if (arrays != null) {
      arrays.bindPlain(what);
    }
  }

  /** Gives an open cell an encrypted type. */
  void bind(ColumnType.Encrypted encrypted, String column) {
    Cell root = root();
    root.state = State.ENCRYPTED;
    root.type = encrypted;
    root.origin = column;
    root.kept = true;
    if (root.asked != null) {
      root.asked.forEach(asked -> Types.require(this, asked.ability(), asked.construct()));
    }
    for (Leaf bound : leaves()) {
      bound.checkFits(encrypted, column, root.textual);
    }
    bindNeighbour(root.element, encrypted, column, false);
    bindNeighbour(root.array, encrypted, column, true);
  }

  private static void bindNeighbour(
      @Nullable Cell neighbour, ColumnType.Encrypted encrypted, String column, boolean array) {
    if (neighbour == null) {
      return;
    }
    ColumnType.Encrypted type = Types.withArray(encrypted, array);
    if (encrypted.array() == array) {
      throw Refusal.of(column, "array", array ? NESTED : "the column is no array");
    }
    if (neighbour.isOpen()) {
      neighbour.bind(type, column);
    }
  }

  /** Remembers what an open cell is asked to be able to do. */
  void ask(Ability ability, String construct) {
    Cell root = root();
    if (root.asked == null) {
      root.asked = new ArrayList<>(2);
    }
    root.asked.add(new Asked(ability, construct));
  }

  /** Makes two open cells one. */
  void join(Cell other) {
    Cell into = root();
    Cell from = other.root();
    if (into == from) {
      return;
    }
    from.joinedTo = into;
    into.textual |= from.textual;
    into.leaves = concat(into.leaves, from.leaves);
    into.asked = concat(into.asked, from.asked);
    into.element = joinNeighbours(into.element, from.element);
    into.array = joinNeighbours(into.array, from.array);
  }

  /** Says that the elements of this open array have the type of the other open cell. */
  void joinElement(Cell other) {
    Cell root = root();
    Cell elements = other.root();
    root.element = joinNeighbours(root.element, elements);
    elements.array = joinNeighbours(elements.array, root);
  }

  private static @Nullable Cell joinNeighbours(@Nullable Cell one, @Nullable Cell other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    if (one.isOpen() && other.isOpen()) {
      one.join(other);
    }
    return one;
  }

  private static <T> @Nullable List<T> concat(@Nullable List<T> one, @Nullable List<T> other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    one.addAll(other);
    return one;
  }
}
