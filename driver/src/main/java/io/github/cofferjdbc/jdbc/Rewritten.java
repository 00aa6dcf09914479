package io.github.cofferjdbc.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.cofferjdbc.sql.plan.Piece;
import io.github.cofferjdbc.sql.plan.Plan;
import java.sql.SQLException;

/**
 * The text of a plan for a prepared statement: parameters and sealed literals are its {@code ?},
 * but for literals that the text repeats. Immutable.
 *
 * @param text what is prepared
 * @param parameters for each parameter of the user's text its place in the text, from 1
 * @param literals for each sealed literal its place in the text, from 1, or 0 if the text holds it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Rewritten(String text, int[] parameters, int[] literals) {

  /**
   * What was made of plans that are in use. A pooled application prepares a statement for every
   * operation, and writing the text anew would cost more than looking up its plan.
   */
  private static final Cache<Plan, Rewritten> KNOWN = Caffeine.newBuilder().weakKeys().build();

  /** Returns the text to show: what stands for a sealed literal is always {@code ?}. */
  static String shown(Plan plan) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : plan.pieces()) {
      if (piece instanceof Piece.Text own) {
        text.append(own.text());
      } else if (piece instanceof Piece.Slot slot) {
        text.append('?').append(slot.suffix());
      }
    }
    return text.toString();
  }

  /** Returns the text to prepare; asks for a key only if the text repeats a literal. */
  static Rewritten of(Plan plan, Sealing sealing) throws SQLException {
    Rewritten known = KNOWN.getIfPresent(plan);
    if (known == null) {
      known = written(plan, sealing);
      if (!known.holdsLiterals()) {
        KNOWN.put(plan, known);
      }
    }
    return known;
  }

  private static Rewritten written(Plan plan, Sealing sealing) throws SQLException {
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
        if (slot.inText()) {
          sealing.literal(plan.literals().get(slot.index())).write(text);
        } else {
          literals[slot.index()] = ++places;
          text.append('?');
        }
        text.append(slot.suffix());
      }
    }
    return new Rewritten(text.toString(), parameters, literals);
  }

  /** Tells whether the text holds sealed literals, so that it serves these values only. */
  boolean holdsLiterals() {
    for (int place : literals) {
      if (place == 0) {
        return true;
      }
    }
    return false;
  }
}
