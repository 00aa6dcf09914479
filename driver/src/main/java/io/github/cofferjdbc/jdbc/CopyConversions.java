package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.copy.Conversion;
import io.github.cofferjdbc.copy.CopyFormat;
import io.github.cofferjdbc.copy.FieldRule;
import io.github.cofferjdbc.copy.RowStream;
import io.github.cofferjdbc.copy.UncertainValueException;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.sql.plan.CopyPlan;
import io.github.cofferjdbc.sql.plan.Operand;
import io.github.cofferjdbc.value.BaseType;
import io.github.cofferjdbc.value.BoundValue;
import io.github.cofferjdbc.value.ServerText;
import io.github.cofferjdbc.value.Source;
import io.github.cofferjdbc.value.ValueText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of the values of the protected fields of a COPY, for each format and direction. */
final class CopyConversions {

  /** Since when {@code \.} in CSV is a value like any other. */
  private static final int CSV_WITHOUT_MARKER = 18;

  private CopyConversions() {}

  /** Returns the stream that seals rows. */
  static RowStream in(CopyPlan copy, Session session) throws SQLException {
    Sealing sealing = session.sealing();
    @Nullable Operand[] operands = operands(copy);
    boolean binary = copy.format().kind() == CopyFormat.Kind.BINARY;
    if (binary) {
      refuseArrays(copy);
    }
    return stream(
        copy,
        RowStream.Direction.FROM,
        session,
        binary
            ? (i, value) -> sealing.copied(operands[i], binary(value))
            : (i, value) -> sealText(sealing, operands[i], value));
  }

  private static @Nullable Operand[] operands(CopyPlan copy) {
    @Nullable Operand[] operands = new Operand[copy.fields().size()];
    for (int i = 0; i < operands.length; i++) {
      CopyPlan.Field field = copy.fields().get(i);
      if (field.rule().converted() && field.type() instanceof ColumnType.Encrypted type) {
        operands[i] = new Operand(type, Operand.Use.ASSIGN, null, field.column());
      }
    }
    return operands;
  }

  /** Returns the stream that seals rows of text or CSV and gives them out in format binary. */
  static RowStream inBinary(CopyPlan copy, BinaryCopyIn how, Session session) throws SQLException {
    Sealing sealing = session.sealing();
    @Nullable Operand[] operands = operands(copy);
    int[] oids = new int[operands.length];
    for (int i = 0; i < oids.length; i++) {
      oids[i] = copy.fields().get(i).type() instanceof ColumnType.Plain plain ? plain.oid() : 0;
    }
    int version = session.pg().serverVersion();
    boolean wholly = how == BinaryCopyIn.WHOLLY;
    return RowStream.toBinary(
        format(copy),
        copy.fields().stream().map(CopyPlan.Field::rule).toList(),
        version < CSV_WITHOUT_MARKER,
        (i, text) -> {
          Operand operand = operands[i];
          if (operand != null) {
            return sealing.copied(operand, given(operand, text));
          }
          try {
            return wholly ? ServerText.read(oids[i], text, version) : certain(oids[i], text);
          } catch (UncertainValueException e) {
            throw e;
          } catch (SQLException e) {
            throw ColumnErrors.at(copy.fields().get(i).column(), e);
          }
        });
  }

  private static byte[] certain(int oid, byte[] text) throws UncertainValueException {
    byte[] value = ServerText.usual(oid, text);
    if (value == null) {
      throw new UncertainValueException();
    }
    return value;
  }

  private static RowStream stream(
      CopyPlan copy, RowStream.Direction direction, Session session, Conversion conversion) {
    List<FieldRule> rules = new ArrayList<>();
    copy.fields().forEach(field -> rules.add(field.rule()));
    return RowStream.of(
        format(copy),
        direction,
        rules,
        session.pg().serverVersion() < CSV_WITHOUT_MARKER,
        conversion);
  }

  /** Returns the format with UTF-8 as what needs no recoding. */
  private static CopyFormat format(CopyPlan copy) {
    return StandardCharsets.UTF_8.equals(copy.format().charset())
        ? copy.format().in(null)
        : copy.format();
  }

  private static BoundValue binary(byte[] value) {
    return new BoundValue(Source.UNKNOWN, new BoundValue.Binary(value));
  }

  private static byte[] sealText(Sealing sealing, Operand operand, byte[] text)
      throws SQLException {
    if (operand.type().array()) {
      return sealing.copiedArray(operand, string(text)).getBytes(StandardCharsets.UTF_8);
    }
    return ValueText.ofBytea(sealing.copied(operand, given(operand, text)));
  }

  private static BoundValue given(Operand operand, byte[] text) throws SQLException {
    BaseType base = operand.type().type().base();
    // The text of these is their binary form too.
    boolean same = base == BaseType.TEXT || base == BaseType.BPCHAR;
    return same ? binary(text) : BoundValue.untyped(string(text));
  }

  private static String string(byte[] utf8) throws SQLException {
    for (byte b : utf8) {
      if (b <= 0) {
        return decoded(utf8);
      }
    }
    return new String(utf8, StandardCharsets.ISO_8859_1);
  }

  private static String decoded(byte[] utf8) throws SQLException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new SQLException("invalid byte sequence for encoding \"UTF8\"", "22021");
    }
  }

  /** Returns the stream that opens rows. */
  static RowStream out(CopyPlan copy, Session session) throws SQLException {
    Opening opening = new Opening(session);
    ColumnType.Encrypted[] types = new ColumnType.Encrypted[copy.fields().size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = copy.fields().get(i).type() instanceof ColumnType.Encrypted type ? type : null;
    }
    boolean binary = copy.format().kind() == CopyFormat.Kind.BINARY;
    if (binary) {
      refuseArrays(copy);
    }
    Conversion open =
        binary
            ? (i, value) -> opening.binary(value, types[i])
            : (i, value) -> opening.copied(value, types[i]);
    return stream(
        copy,
        RowStream.Direction.TO,
        session,
        (i, value) -> {
          try {
            return open.convert(i, value);
          } catch (SQLException e) {
            throw ColumnErrors.at(copy.fields().get(i).column(), e);
          }
        });
  }

  private static void refuseArrays(CopyPlan copy) throws SQLException {
    for (CopyPlan.Field field : copy.fields()) {
      if (field.rule().converted()
          && field.type() instanceof ColumnType.Encrypted type
          && type.array()) {
        throw CofferState.CONSTRUCT_REFUSED.exception(
            "COPY in binary format of the array "
                + field.column()
                + " is not supported; use the format text or csv.");
      }
    }
  }
}
