package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.plan.Piece;
import io.github.cofferjdbc.sql.plan.Plan;

/**
 * The text of a plan for a prepared statement: parameters and sealed literals are its {@code ?}.
 * Immutable.
 *
 * @param text what is prepared
 * @param parameters for each parameter of the user's text its place in the text, from 1
 * @param literals for each sealed literal its place in the text, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Rewritten(String text, int[] parameters, int[] literals) {

  static Rewritten of(Plan plan) {
    int[] parameters = new int[plan.parameters().size()];
    int[] literals = new int[plan.literals().size()];
    StringBuilder text = new StringBuilder();
    int places = 0;
    for (Piece piece : plan.pieces()) {
      if (piece instanceof Piece.Text own) {
        text.append(own.text());
      } else if (piece instanceof Piece.ParameterSlot slot) {
        parameters[slot.index()] = ++places;
        text.append('?').append(slot.suffix());
      } else if (piece instanceof Piece.LiteralSlot slot) {
        literals[slot.index()] = ++places;
        text.append('?').append(slot.suffix());
      }
    }
    return new Rewritten(text.toString(), parameters, literals);
  }
}
