package io.github.cofferjdbc.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The text of a prepared statement as it is planned. */
interface PlannedText {

  /**
   * Returns the text.
   *
   * @param bindings the parameters that were set
   */
  String text(@Nullable Binding[] bindings);

  /** Returns the place of a parameter of the user's text in this one, 0 if it has none. */
  int place(int parameter, @Nullable Binding[] bindings);

  /**
   * Returns the parameters of this text.
   *
   * @throws SQLException 22023 if one was not set
   */
  @Nullable Binding[] parameters(@Nullable Binding[] bindings) throws SQLException;

  /** A text that is the user's own. */
  record Own(String text) implements PlannedText {
    @Override
    public String text(@Nullable Binding[] bindings) {
      return text;
    }

    @Override
    public int place(int parameter, @Nullable Binding[] bindings) {
      return parameter;
    }

    @Override
    public @Nullable Binding[] parameters(@Nullable Binding[] bindings) {
      return bindings;
    }
  }
}
