package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.sql.plan.Operand;
import io.github.cofferjdbc.sql.syntax.Atom;
import io.github.cofferjdbc.value.BaseType;
import org.jspecify.annotations.Nullable;

/**
 * A constant or parameter where it stands in the text, together with a cast on it. Used by one
 * thread.
 */
final class Leaf {
  /** How the ciphertext is written in its place. */
  enum Form {
    /** As {@code bytea}, so that the operator is bytea's own; a whole array as the domain's. */
    COMPARED,
    /** As {@code bytea[]}, for {@code = ANY}. */
    ELEMENTS,
    /** With a cast to the domain, so that what is made of it keeps the type. */
    KEPT,
    /** As it is: the column that it is stored in gives it its type. */
    STORED
  }

  private final Atom atom;
  private int start;
  private int end;
  private @Nullable BaseType cast;
  private boolean castToArray;
  private Form form = Form.KEPT;
  private Operand.Use use = Operand.Use.UNIFY;
  private boolean nullTest;

  private Leaf(Atom atom) {
    this.atom = atom;
    this.start = atom.start();
    this.end = atom.end();
  }

  static Leaf of(Atom.Parameter parameter) {
    return new Leaf(parameter);
  }

  static Leaf of(Atom.Constant constant) {
    return new Leaf(constant);
  }

  /** Takes a cast as the type of the plaintext; it then goes with the leaf. */
  void cast(BaseType type, boolean array, int castStart, int castEnd) {
    cast = type;
    castToArray = array;
    start = Math.min(start, castStart);
    end = Math.max(end, castEnd);
  }

  /** Takes a cast to an encrypted type, which the leaf will get anyway. */
  void cover(int castStart, int castEnd) {
    start = Math.min(start, castStart);
    end = Math.max(end, castEnd);
  }

  /** Tells whether a further cast to the type changes nothing. */
  boolean allowsCast(BaseType type, boolean array) {
    return cast == null || (cast == type && castToArray == array);
  }

  /** Says that the expression is an operand of a comparison. */
  static void markCompared(Cell cell) {
    Leaf leaf = cell.leaf();
    if (leaf != null) {
      leaf.form = Form.COMPARED;
      leaf.use = Operand.Use.COMPARE;
    }
  }

  /** Says that the expression is an array whose elements are compared. */
  static void markElements(Cell cell) {
    Leaf leaf = cell.leaf();
    if (leaf != null) {
      leaf.form = Form.ELEMENTS;
      leaf.use = Operand.Use.COMPARE;
    }
  }

  /** Says that the value is one of an array whose elements are compared. */
  void compareAsElement() {
    form = Form.COMPARED;
    use = Operand.Use.COMPARE;
  }

  /** Says that what is made of the value, and of others of its type, is compared. */
  void compareThroughColumn() {
    use = Operand.Use.COMPARE;
  }

  /** Says how the value of a list is compared. */
  void listed(Operand.Use listed) {
    use = listed;
  }

  boolean isCompared() {
    return form == Form.COMPARED;
  }

  /** Tells whether it is a string constant without a type of its own. */
  boolean untyped() {
    return cast == null && isConstant(Atom.Constant.Kind.STRING);
  }

  boolean isNull() {
    return isConstant(Atom.Constant.Kind.NULL);
  }

  /** Tells whether its type, or that it has none, is known from the text. */
  boolean typeKnown() {
    return cast != null || atom instanceof Atom.Constant;
  }

  /** Returns the type that it has by the text, an integer's as int4; null for none and arrays. */
  @Nullable BaseType ownType() {
    if (cast != null) {
      return castToArray ? null : cast;
    }
    if (!(atom instanceof Atom.Constant constant)) {
      return null;
    }
    return switch (constant.kind()) {
      case INTEGER -> BaseType.INT4;
      case FLOAT -> BaseType.NUMERIC;
      case BOOLEAN -> BaseType.BOOL;
      default -> null;
    };
  }

  /** Tells whether it is a number that is not whole; whole ones may be too large for int4. */
  boolean isDecimal() {
    return atom instanceof Atom.Constant constant
        && constant.kind() == Atom.Constant.Kind.FLOAT
        && constant.value() != null
        && constant.value().chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E');
  }

  boolean isConstant(Atom.Constant.Kind kind) {
    return atom instanceof Atom.Constant constant && constant.kind() == kind;
  }

  /** Says that the expression is assigned to a column as it is. */
  static void markStored(Cell cell) {
    Leaf leaf = cell.leaf();
    if (leaf != null) {
      leaf.form = Form.STORED;
      leaf.use = Operand.Use.ASSIGN;
    }
  }

  /**
   * Says that the expression is an argument of EXECUTE.
   *
   * @param parameterUse what the prepared statement does with it
   * @param declared the type that the PREPARE gives the plaintext, or null
   */
  void passed(Operand.Use parameterUse, @Nullable BaseType declared, String column) {
    if (cast != null && declared != null && cast != declared) {
      throw Refusal.of(column, "EXECUTE", "an argument is cast to another type than declared");
    }
    cast = declared == null ? cast : declared;
    form = Form.STORED;
    use = parameterUse;
  }

  /** Says that the expression is assigned to a column, through a query. */
  static void markAssigned(Cell cell) {
    Leaf leaf = cell.leaf();
    if (leaf != null) {
      leaf.use = Operand.Use.ASSIGN;
    }
  }

  /** Says that the expression is an argument of a routine. */
  static void markPassed(Cell cell) {
    Leaf leaf = cell.leaf();
    if (leaf != null) {
      leaf.use = Operand.Use.PASS;
    }
  }

  /** Says that the expression is only tested for NULL. */
  static void markNullTest(Cell cell) {
    Leaf leaf = cell.leaf();
    if (leaf != null) {
      leaf.nullTest = true;
      leaf.form = Form.COMPARED;
      leaf.use = Operand.Use.COMPARE;
    }
  }

  /** Refuses what cannot be a value of the type, whatever its content. */
  void checkFits(ColumnType.Encrypted type, String column, boolean textual) {
    if (cast != null && castToArray != type.array()) {
      throw Refusal.of(
          column, "cast", castToArray ? "the column is no array" : "the column is an array");
    }
    if (textual
        && cast == null
        && atom instanceof Atom.Constant constant
        && constant.kind() == Atom.Constant.Kind.STRING
        && (type.type().base() != BaseType.TEXT || type.array())) {
      throw Refusal.of(
          column,
          "untyped constant",
          "PostgreSQL takes a constant of a sub-query for text; give it its type, as in "
              + type.type().base().typeName()
              + " '…'");
    }
  }

  Atom atom() {
    return atom;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  @Nullable BaseType cast() {
    return cast;
  }

  Form form() {
    return form;
  }

  Operand.Use use() {
    return use;
  }

  boolean nullTest() {
    return nullTest;
  }
}
