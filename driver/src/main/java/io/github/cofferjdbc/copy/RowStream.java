package io.github.cofferjdbc.copy;

import java.sql.SQLException;
import java.util.List;

/**
 * Takes a stream of COPY in pieces of any size and gives out the same stream with some fields
 * converted, whole rows at a time. What it holds back is one row that is not complete yet.
 *
 * <p>Nothing of a row is given out before the whole row was understood: where the stream is not
 * what PostgreSQL would read, a value of a converted field could otherwise slip into the place of
 * another. The form is checked as the server does it ({@code copyfromparse.c}), with its SQLStates.
 *
 * <p>Not thread safe. After an exception it must not be used again, but for {@link #stop} and
 * {@link #resume} after an {@link UncertainValueException}.
 */
public abstract class RowStream {

  /** Which way the rows go. */
  public enum Direction {
    FROM,
    TO
  }

  private static final int INITIAL = 8192;

  final CopyBytes input = new CopyBytes(INITIAL);
  final CopyBytes output = new CopyBytes(INITIAL);

  /** Up to where the input was looked at; kept between pieces, so that no byte is seen twice. */
  int scan;

  boolean ended;

  /**
   * Returns a stream.
   *
   * @param fields one for each field of a row
   * @param markerEndsCsv whether {@code \.} alone on a line ends CSV, as it did before PostgreSQL
   *     18
   */
  public static RowStream of(
      CopyFormat format,
      Direction direction,
      List<FieldRule> fields,
      boolean markerEndsCsv,
      Conversion conversion) {
    FieldRule[] rules = fields.toArray(new FieldRule[0]);
    return switch (format.kind()) {
      case TEXT -> new TextRows(format, direction, rules, false, conversion);
      case CSV -> new CsvRows(format, direction, rules, markerEndsCsv, false, conversion);
      case BINARY -> new BinaryRows(direction, rules, conversion);
    };
  }

  /**
   * Returns a stream that takes rows in text or CSV and gives them out in format binary: a field
   * needs 4 bytes beside its value, of which hexadecimal doubles each.
   *
   * @param format text or CSV, without a text for the column's default
   * @param fields one for each field of a row
   * @param conversion of every field's text into its type's send format; may throw {@link
   *     UncertainValueException}
   */
  public static RowStream toBinary(
      CopyFormat format, List<FieldRule> fields, boolean markerEndsCsv, Conversion conversion) {
    FieldRule[] rules = fields.toArray(new FieldRule[0]);
    return format.kind() == CopyFormat.Kind.CSV
        ? new CsvRows(format, Direction.FROM, rules, markerEndsCsv, true, conversion)
        : new TextRows(format, Direction.FROM, rules, true, conversion);
  }

  /** Takes a piece of the stream and converts the rows that are complete with it. */
  public final void add(byte[] piece, int offset, int length) throws SQLException {
    if (ended) {
      afterEnd(length);
      return;
    }
    input.add(piece, offset, offset + length);
    rows(false);
  }

  /** Says that the stream has ended: the last row may lack its end of line. */
  public final void end() throws SQLException {
    if (!ended) {
      rows(true);
      ended = true;
    }
    finish();
  }

  /** Ends the output after the rows that were converted; the input is kept. */
  public final void stop() throws SQLException {
    finish();
  }

  /**
   * Goes on with the rows that another stream has left: those that it took and did not convert.
   *
   * @param before which was stopped; of the same format
   */
  public final void resume(RowStream before) throws SQLException {
    takeOver(before);
    add(before.input.array(), 0, before.input.size());
  }

  /** Adds what stands behind the last row. */
  void finish() throws SQLException {}

  /** Takes over what another stream has learnt of the format. */
  void takeOver(RowStream before) throws SQLException {}

  /** Tells whether a row was begun and is not complete. */
  public final boolean cutOff() {
    return !ended && input.size() > 0;
  }

  private void rows(boolean last) throws SQLException {
    int start = 0;
    try {
      while (!ended) {
        int next = row(start, last);
        if (next < 0) {
          break;
        }
        start = next;
        scan = next;
      }
    } finally {
      if (ended) {
        start = input.size();
      }
      input.drop(start);
      scan -= Math.min(scan, start);
    }
  }

  /**
   * Converts the row that starts at an offset of the input, if it is there wholly.
   *
   * @param last whether no more input will come
   * @return where the next row starts, or -1, with nothing added to the output, if more input is
   *     needed or, at the end, there is none
   */
  abstract int row(int start, boolean last) throws SQLException;

  /** Takes what comes after the end of the data. */
  abstract void afterEnd(int length) throws SQLException;

  /** Returns what is ready to be passed on; the caller takes or clears it. */
  public final CopyBytes output() {
    return output;
  }
}
