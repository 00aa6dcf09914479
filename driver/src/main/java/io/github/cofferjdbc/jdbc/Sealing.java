package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.sql.plan.Operand;
import io.github.cofferjdbc.sql.plan.Piece;
import io.github.cofferjdbc.sql.plan.Plan;
import io.github.cofferjdbc.sql.plan.SealedLiteral;
import io.github.cofferjdbc.value.ArrayText;
import io.github.cofferjdbc.value.BaseType;
import io.github.cofferjdbc.value.BoundValue;
import io.github.cofferjdbc.value.Coercion;
import io.github.cofferjdbc.value.Comparand;
import io.github.cofferjdbc.value.ModifiedType;
import io.github.cofferjdbc.value.Searchable;
import io.github.cofferjdbc.value.SessionTime;
import io.github.cofferjdbc.value.Source;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From what an application gave to what is stored: PostgreSQL's conversion, the plaintext's form,
 * the cipher. Made for one execution.
 */
final class Sealing {

  /** Equal to no stored value, since every one has a header. */
  private static final byte[] NEVER_EQUAL = new byte[0];

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

  private final Session session;
  private final SessionTime time;

  private final boolean oneRow;

  /** Whether a value was sealed. */
  private boolean begun;

  /**
   * @param oneRow whether all values are sealed at once, for one row or statement
   */
  Sealing(Session session, SessionTime time, boolean oneRow) {
    this.session = session;
    this.time = time;
    this.oneRow = oneRow;
  }

  /** Returns the plan's text with its literals sealed, for a statement without parameters. */
  String text(Plan plan) throws SQLException {
    StringBuilder out = new StringBuilder();
    for (Piece piece : plan.pieces()) {
      if (piece instanceof Piece.Text own) {
        out.append(own.text());
      } else if (piece instanceof Piece.ParameterSlot slot) {
        out.append('?').append(slot.suffix());
      } else if (piece instanceof Piece.LiteralSlot slot) {
        literal(plan.literals().get(slot.index())).write(out);
        out.append(slot.suffix());
      }
    }
    return out.toString();
  }

  /** Returns what is sent for a literal. */
  Stored literal(SealedLiteral literal) throws SQLException {
    String text = literal.text();
    Operand operand = literal.operand();
    if (text == null || literal.kind() == SealedLiteral.Kind.NULL) {
      return new Stored.Null(operand.type().array());
    }
    return value(operand, Announced.of(source(literal.kind(), text), text));
  }

  private static Source source(SealedLiteral.Kind kind, String text) {
    return switch (kind) {
      case STRING, NULL -> Source.UNKNOWN;
      case BOOLEAN -> Source.BOOL;
      // A whole number that the lexer finds too large for int4 is an int8 if it fits.
      case DECIMAL -> WHOLE.matcher(text).matches() ? integer(text) : Source.NUMERIC;
      case INTEGER -> integer(text);
    };
  }

  private static Source integer(String text) {
    int bits = new BigInteger(text).bitLength();
    return bits < Integer.SIZE ? Source.INT4 : bits < Long.SIZE ? Source.INT8 : Source.NUMERIC;
  }

  /**
   * Checks that a value of the type may stand there, as a server does before it reads any value.
   *
   * @throws SQLException with PostgreSQL's state, or KE003
   */
  void checkParameter(Operand operand, Announced given) throws SQLException {
    try {
      checkType(operand, given);
    } catch (SQLException e) {
      throw ColumnErrors.at(operand.column(), e);
    }
  }

  private static void checkType(Operand operand, Announced given) throws SQLException {
    BaseType base = operand.type().type().base();
    if (given.oid() != 0 && operand.use() == Operand.Use.ASSIGN) {
      OtherTypes.checkAssignable(base, given.oid());
    }
    if (operand.type().array()) {
      return;
    }
    BaseType cast = operand.cast();
    Source source = cast == null ? given.source() : Source.of(cast);
    switch (operand.use()) {
      case ASSIGN -> Coercion.assignNull(base, source);
      case UNIFY -> Coercion.checkUnifiable(base, source);
      case PASS -> Coercion.checkPassable(base, source);
      case COMPARE, LISTED -> Coercion.checkComparable(base, source);
      case LISTED_WITH_PARAMETERS -> Coercion.checkListed(base, source);
    }
  }

  /** Returns what is sent for a value. */
  Stored value(Operand operand, Announced given) throws SQLException {
    BoundValue value = given.value();
    try {
      checkType(operand, given);
      if (value == null) {
        return new Stored.Null(operand.type().array());
      }
      return operand.type().array()
          ? new Stored.Values(array(operand, given.element(), value))
          : new Stored.Value(scalar(operand, value));
    } catch (SQLException e) {
      throw ColumnErrors.at(operand.column(), e);
    }
  }

  /** Returns what is stored for a value of COPY FROM, whose text is read as the column's type. */
  byte[] copied(Operand operand, BoundValue value) throws SQLException {
    try {
      return scalar(operand, value);
    } catch (SQLException e) {
      throw ColumnErrors.at(operand.column(), e);
    }
  }

  /** Returns the text of an array with its elements sealed, for COPY FROM. */
  String copiedArray(Operand operand, String text) throws SQLException {
    try {
      return array(operand, null, BoundValue.untyped(text));
    } catch (SQLException e) {
      throw ColumnErrors.at(operand.column(), e);
    }
  }

  private String array(Operand operand, @Nullable Source announced, BoundValue given)
      throws SQLException {
    if (announced == null && given.source() != Source.UNKNOWN) {
      throw new SQLException(
          "expression is of type " + given.source().displayName() + ", but the column is an array",
          "42804");
    }
    Source element = announced == null ? Source.UNKNOWN : announced;
    if (!(given.value() instanceof String text)) {
      throw new SQLException("malformed array", "22P02");
    }
    ArrayText array = ArrayText.parse(text);
    List<@Nullable String> sealed = new ArrayList<>(array.elements().size());
    for (String item : array.elements()) {
      sealed.add(
          item == null
              ? null
              : "\\x" + HexFormat.of().formatHex(scalar(operand, new BoundValue(element, item))));
    }
    return array.withElements(sealed).format();
  }

  private byte[] scalar(Operand operand, BoundValue given) throws SQLException {
    EncryptedType type = operand.type().type();
    BaseType base = type.base();
    BaseType cast = operand.cast();
    BoundValue value =
        cast == null ? given : BoundValue.binary(cast, Coercion.cast(cast, given, time));
    return switch (operand.use()) {
      case ASSIGN -> stored(type, modified(operand.type(), Coercion.assign(base, value, time)));
      case UNIFY ->
          stored(
              type,
              unchanged(
                  operand.type(), Coercion.unify(base, value, type.mode().deterministic(), time)));
      case PASS -> stored(type, unchanged(operand.type(), Coercion.pass(base, value, time)));
      case COMPARE -> compared(type, Coercion.compare(base, value, time));
      case LISTED -> compared(type, Coercion.compareListed(base, value, true, time));
      case LISTED_WITH_PARAMETERS ->
          compared(type, Coercion.compareListed(base, value, false, time));
    };
  }

  /** Returns the stored value of a value of a base type in binary send format, as if assigned. */
  byte[] assigned(ColumnType.Encrypted type, BaseType source, byte[] binary) throws SQLException {
    return stored(
        type.type(),
        modified(
            type, Coercion.assign(type.type().base(), BoundValue.binary(source, binary), time)));
  }

  /** Returns the value as a column with the type's modifier stores it. */
  private static byte[] modified(ColumnType.Encrypted type, byte[] binary) throws SQLException {
    ModifiedType modified = ModifiedType.of(type.type().base(), type.modifier());
    return modified == null ? binary : modified.assign(binary);
  }

  /** PostgreSQL would round a value of CASE, an argument and the like only where it is stored. */
  private static byte[] unchanged(ColumnType.Encrypted type, byte[] binary) throws SQLException {
    ModifiedType modified = ModifiedType.of(type.type().base(), type.modifier());
    return modified == null ? binary : modified.unchanged(binary);
  }

  private byte[] stored(EncryptedType type, byte[] binary) throws SQLException {
    byte[] plaintext =
        type.mode().deterministic() ? Searchable.encode(type.base(), binary) : binary;
    return sealed(type, plaintext);
  }

  private byte[] sealed(EncryptedType type, byte[] plaintext) throws SQLException {
    FieldCipher cipher = session.cipher();
    byte[] sealed = begun ? cipher.sealBeside(type, plaintext) : cipher.seal(type, plaintext);
    begun = oneRow;
    return sealed;
  }

  private byte[] compared(EncryptedType type, Comparand comparand) throws SQLException {
    return comparand instanceof Comparand.Encoded encoded
        ? sealed(type, encoded.canonical())
        : NEVER_EQUAL;
  }
}
