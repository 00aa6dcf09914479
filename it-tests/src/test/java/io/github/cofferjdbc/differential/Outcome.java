package io.github.cofferjdbc.differential;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a statement did. */
sealed interface Outcome {

  /** It returned rows. */
  record Rows(List<String> labels, List<String> typeNames, List<List<@Nullable String>> rows)
      implements Outcome {

    /** A line for the head and one for each row. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("rows " + labels + " of " + typeNames);
      rows.forEach(row -> text.append("\n      " + row));
      return text.toString();
    }
  }

  /** It changed so many rows. */
  record Count(long rows) implements Outcome {}

  /**
   * It failed.
   *
   * @param message for people; not compared
   */
  record Failure(String state, String message) implements Outcome {}

  /**
   * It left the table so.
   *
   * @param result what it returned itself
   */
  record Changed(Outcome result, Rows table) implements Outcome {}
}
