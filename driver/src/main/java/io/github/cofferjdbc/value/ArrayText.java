package io.github.cofferjdbc.value;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's text form of an array over the text forms of its elements. Immutable (the lists must
 * not be changed) and thread safe.
 *
 * @param lengths the number of elements in each dimension, outermost first; none for the empty
 *     array, at most {@value #MAX_DIMENSIONS}
 * @param lowerBounds the first subscript of each dimension, 1 unless the text says otherwise
 * @param elements the elements' texts in storage order, null for NULL
 */
public record ArrayText(
    List<Integer> lengths, List<Integer> lowerBounds, List<@Nullable String> elements) {

  /** PostgreSQL's limit on the number of dimensions. */
  public static final int MAX_DIMENSIONS = 6;

  /** Makes an array; lengths that do not multiply to the number of elements are a bug. */
  public ArrayText {
    long product = lengths.isEmpty() ? 0 : 1;
    for (int length : lengths) {
      product *= length;
    }
    if (product != elements.size()
        || lengths.size() != lowerBounds.size()
        || lengths.size() > MAX_DIMENSIONS) {
      throw new IllegalArgumentException("dimensions do not fit the elements");
    }
  }

  /** Returns an array of one dimension with lower bound 1; empty if there are no elements. */
  public static ArrayText of(List<@Nullable String> elements) {
    return elements.isEmpty()
        ? new ArrayText(List.of(), List.of(), elements)
        : new ArrayText(List.of(elements.size()), List.of(1), elements);
  }

  /**
   * Returns the array that the text stands for, as PostgreSQL reads it with the delimiter comma
   * (every base type's).
   *
   * @throws SQLException 22P02 if malformed, 2202E for impossible bounds, 54000 for too many
   *     dimensions or elements
   */
  public static ArrayText parse(String text) throws SQLException {
    return new ArrayReader(text).read();
  }

  /** Returns the same array with other texts of elements, in the same order. */
  public ArrayText withElements(List<@Nullable String> others) {
    return new ArrayText(lengths, lowerBounds, others);
  }

  /** Returns the text that PostgreSQL prints. */
  public String format() {
    if (elements.isEmpty()) {
      return "{}";
    }
    StringBuilder out = new StringBuilder(16 * elements.size());
    if (lowerBounds.stream().anyMatch(bound -> bound != 1)) {
      for (int i = 0; i < lengths.size(); i++) {
        int lower = lowerBounds.get(i);
        out.append('[').append(lower).append(':').append(lower + lengths.get(i) - 1).append(']');
      }
      out.append('=');
    }
    format(out, 0, 0);
    return out.toString();
  }

  private int format(StringBuilder out, int dimension, int first) {
    out.append('{');
    int next = first;
    for (int i = 0; i < lengths.get(dimension); i++) {
      if (i > 0) {
        out.append(',');
      }
      if (dimension + 1 < lengths.size()) {
        next = format(out, dimension + 1, next);
      } else {
        formatElement(out, elements.get(next));
        next++;
      }
    }
    out.append('}');
    return next;
  }

  private static void formatElement(StringBuilder out, @Nullable String element) {
    if (element == null) {
      out.append("NULL");
      return;
    }
    if (!needsQuotes(element)) {
      out.append(element);
      return;
    }
    out.append('"');
    for (int i = 0; i < element.length(); i++) {
      char c = element.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }

  private static boolean needsQuotes(String element) {
    if (element.isEmpty() || isNull(element)) {
      return true;
    }
    for (int i = 0; i < element.length(); i++) {
      char c = element.charAt(i);
      if (c == '"' || c == '\\' || c == '{' || c == '}' || c == ',' || Blanks.isBlank(c)) {
        return true;
      }
    }
    return false;
  }

  static boolean isNull(String word) {
    return word.length() == 4 && word.equalsIgnoreCase("null");
  }

  static List<Integer> listOf(int[] numbers, int count) {
    List<Integer> list = new ArrayList<>(count);
    Arrays.stream(numbers, 0, count).forEach(list::add);
    return list;
  }
}
