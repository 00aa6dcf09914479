package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.envelope.EncryptedType;
import java.util.List;

/** The rules by which types meet: comparison, one common type, assignment. Stateless. */
final class Types {
  private static final String COMPUTED =
      "; compute the value in the application and pass it as a parameter";

  private Types() {}

  static ColumnType.Encrypted withArray(ColumnType.Encrypted type, boolean array) {
    return type.array() == array
        ? type
        : new ColumnType.Encrypted(type.type(), type.domain(), type.modifier(), array);
  }

  /** Refuses unless the cell is, or may become, a type with this ability. */
  static void require(Cell cell, Ability ability, String construct) {
    if (cell.isOpen()) {
      cell.ask(ability, construct);
    } else if (cell.isEncrypted()) {
      EncryptedType type = cell.type().type();
      if (!ability.of(type.mode())) {
        throw Refusal.of(cell.origin(), construct, ability.reason(type));
      }
    }
  }

  /** Refuses unless the cell is plain or can be made so. */
  static void requirePlain(Cell cell, String construct) {
    if (cell.isOpen()) {
      cell.bindPlain(construct);
    } else if (cell.isEncrypted()) {
      throw Refusal.of(
          cell.origin(),
          construct,
          "the server has only ciphertext of "
              + cell.type().type()
              + "; read the column and compute in the application");
    }
  }

  /** Compares two cells. */
  static void compare(Cell left, Cell right, Ability ability, String construct) {
    Leaf.markCompared(left);
    Leaf.markCompared(right);
    require(left, ability, construct);
    require(right, ability, construct);
    meet(left, right, construct);
    if (left.isEncrypted() && right.isEncrypted() && !comparable(left.type(), right.type())) {
      throw differs(left, right, construct);
    }
  }

  private static void meet(Cell left, Cell right, String construct) {
    if (left.isOpen() && right.isOpen()) {
      ComparedLeaves.meet(left, right);
      left.join(right);
    } else if (left.isOpen()) {
      bindLike(left, right, construct);
    } else if (right.isOpen()) {
      bindLike(right, left, construct);
    } else if (left.isEncrypted() && right.isPlain()) {
      throw plainMeets(left, right, construct);
    } else if (left.isPlain() && right.isEncrypted()) {
      throw plainMeets(right, left, construct);
    }
  }

  private static void bindLike(Cell open, Cell bound, String construct) {
    if (bound.isEncrypted()) {
      ComparedLeaves.meet(open, bound.type());
      open.bind(bound.type(), bound.origin());
    } else {
      open.bindPlain(construct);
    }
  }

  private static Refusal plainMeets(Cell encrypted, Cell plain, String construct) {
    return Refusal.of(
        encrypted.origin(),
        construct,
        "the other side (" + plain.origin() + ") is not encrypted" + COMPUTED);
  }

  private static Refusal differs(Cell left, Cell right, String construct) {
    return Refusal.of(
        left.origin(),
        construct,
        "it is "
            + describe(left.type())
            + " and "
            + right.origin()
            + " is "
            + describe(right.type())
            + "; only values of one type and scope go together");
  }

  private static String describe(ColumnType.Encrypted type) {
    return type.array() ? type.type() + "[]" : type.type().toString();
  }

  static boolean comparable(ColumnType.Encrypted left, ColumnType.Encrypted right) {
    // PostgreSQL has no operator for arrays of different types, int4[] = int8[].
    return left.array() == right.array()
        && (!left.array() || left.type().base() == right.type().base())
        && sameBytes(left.type(), right.type());
  }

  /** Tells whether equal plaintexts of both are equal bytes under one key. */
  private static boolean sameBytes(EncryptedType left, EncryptedType right) {
    return left.mode() == right.mode()
        && left.scope() == right.scope()
        && left.storedBase() == right.storedBase();
  }

  /** Makes all cells one type and returns it, as CASE and UNION do. */
  static Cell unify(List<Cell> cells, String construct) {
    Cell widest = null;
    Cell plain = null;
    boolean kept = true;
    for (Cell cell : cells) {
      if (cell.isEncrypted()) {
        kept &= cell.isKept() && (widest == null || sameDomain(cell, widest));
        widest = widest == null ? cell : wider(widest, cell, construct);
      } else if (cell.isPlain()) {
        plain = cell;
      }
    }
    if (widest != null && plain != null) {
      throw plainMeets(widest, plain, construct);
    }
    if (widest != null) {
      for (Cell cell : cells) {
        if (cell.isOpen()) {
          cell.bind(widest.type(), widest.origin());
        }
      }
      return Cell.encrypted(widest.type(), widest.origin(), kept);
    }
    if (plain != null) {
      cells.forEach(cell -> cell.bindPlain(construct));
      return plain;
    }
    Cell open = Cell.open();
    cells.forEach(open::join);
    return open;
  }

  private static boolean sameDomain(Cell one, Cell other) {
    return one.type().domain().oid() == other.type().domain().oid();
  }

  private static Cell wider(Cell one, Cell other, String construct) {
    ColumnType.Encrypted left = one.type();
    ColumnType.Encrypted right = other.type();
    if (left.array() == right.array() && left.type().equals(right.type())) {
      return one;
    }
    if (left.array() || right.array() || !deterministicPair(left.type(), right.type())) {
      throw differs(one, other, construct);
    }
    return width(left.type()) >= width(right.type()) ? one : other;
  }

  private static boolean deterministicPair(EncryptedType left, EncryptedType right) {
    return left.mode().deterministic() && sameBytes(left, right);
  }

  /** Orders the types that share bytes by what they can hold. */
  private static int width(EncryptedType type) {
    return switch (type.base()) {
      case INT2 -> 1;
      case INT4, FLOAT4 -> 2;
      case INT8, FLOAT8 -> 3;
      case BOOL,
          NUMERIC,
          TEXT,
          BPCHAR,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          UUID,
          JSON,
          JSONB ->
          0;
    };
  }

  /**
   * Stores a value in a column, or casts it to a domain.
   *
   * @param target the encrypted type of the column, in a cell that names it; or a plain one
   */
  static void assign(Cell target, Cell value, String construct) {
    if (target.isPlain()) {
      if (value.isEncrypted()) {
        throw Refusal.of(
            value.origin(),
            construct,
            "it would go to " + target.origin() + ", which is not encrypted");
      }
      value.bindPlain(construct);
      return;
    }
    if (value.isOpen()) {
      value.bind(target.type(), target.origin());
    } else if (value.isPlain()) {
      throw Refusal.of(
          target.origin(),
          construct,
          "the value (" + value.origin() + ") comes from the server unencrypted" + COMPUTED);
    } else if (!assignable(target.type(), value.type())) {
      throw differs(target, value, construct);
    }
  }

  private static boolean assignable(ColumnType.Encrypted target, ColumnType.Encrypted value) {
    if (target.array() != value.array()) {
      return false;
    }
    return target.type().equals(value.type())
        || (!target.array()
            && deterministicPair(target.type(), value.type())
            && width(target.type()) >= width(value.type()));
  }
}
