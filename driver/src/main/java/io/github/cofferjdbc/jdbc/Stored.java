package io.github.cofferjdbc.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/** What is sent for a protected operand. Immutable; holds no plaintext. */
sealed interface Stored {

  /** Binds it as a parameter. */
  void bind(PreparedStatement statement, int index) throws SQLException;

  /** Returns PostgreSQL's text form, null for NULL. */
  @Nullable String text();

  /** Writes it as a literal, to be read under {@code standard_conforming_strings}. */
  void write(StringBuilder out);

  /** NULL of Coffer's own type. */
  record Null(boolean array) implements Stored {
    @Override
    public void bind(PreparedStatement statement, int index) throws SQLException {
      statement.setNull(index, array ? Types.ARRAY : Types.BINARY);
    }

    @Override
    public @Nullable String text() {
      return null;
    }

    @Override
    public void write(StringBuilder out) {
      out.append("NULL");
    }
  }

  /** One value. */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a copy for each value would cost
  record Value(byte[] bytes) implements Stored {
    @Override
    public void bind(PreparedStatement statement, int index) throws SQLException {
      statement.setBytes(index, bytes);
    }

    @Override
    public String text() {
      return "\\x" + HexFormat.of().formatHex(bytes);
    }

    @Override
    public void write(StringBuilder out) {
      out.append("E'\\\\x").append(HexFormat.of().formatHex(bytes)).append('\'');
    }
  }

  /** An array of values, in PostgreSQL's text form of {@code bytea[]}. */
  record Values(String text) implements Stored {
    @Override
    public void bind(PreparedStatement statement, int index) throws SQLException {
      PGobject array = new PGobject();
      array.setType("_bytea");
      array.setValue(text);
      statement.setObject(index, array);
    }

    @Override
    public void write(StringBuilder out) {
      out.append("E'").append(text.replace("\\", "\\\\")).append('\'');
    }
  }
}
