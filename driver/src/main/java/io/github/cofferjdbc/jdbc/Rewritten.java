package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.plan.Piece;
import io.github.cofferjdbc.sql.plan.Plan;
import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

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

  private static final int PLACES = 4_096;

  /** Longer ones are written anew each time, so that all places hold 16 MB at most. */
  private static final int LONGEST_TEXT = 4_096;

  private record Known(WeakReference<Plan> plan, Rewritten rewritten) {}

  /**
   * What was made of plans last, each where its identity says; a later one takes the place. A
   * pooled application prepares a statement for every operation, and writing the text anew would
   * cost more than looking up its plan. A cache that counts what is read costs more too: it wakes
   * up another thread at every sixteenth read. A plan is let go with its last user, since its
   * literals may be long.
   */
  private static final AtomicReferenceArray<@Nullable Known> KNOWN =
      new AtomicReferenceArray<>(PLACES);

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
    int place = System.identityHashCode(plan) & (KNOWN.length() - 1);
    Known known = KNOWN.getAcquire(place);
    if (known != null && known.plan().refersTo(plan)) {
      return known.rewritten();
    }
    Rewritten rewritten = written(plan, sealing);
    if (!rewritten.holdsLiterals() && rewritten.text().length() <= LONGEST_TEXT) {
      KNOWN.setRelease(place, new Known(new WeakReference<>(plan), rewritten));
    }
    return rewritten;
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
