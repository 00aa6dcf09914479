package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.value.ArrayText;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array in PostgreSQL's binary send format.
 *
 * @param lengths of its dimensions, outermost first
 * @param lowerBounds of its dimensions
 * @param elements in their send format, null for NULL, in storage order
 */
record BinaryArray(
    List<Integer> lengths, List<Integer> lowerBounds, List<byte @Nullable []> elements) {

  private static final int MOST_DIMENSIONS = 6;

  /**
   * Reads an array.
   *
   * @throws SQLException KE006 if the bytes are none
   */
  static BinaryArray parse(byte[] array) throws SQLException {
    try {
      ByteBuffer in = ByteBuffer.wrap(array);
      int dimensions = in.getInt();
      in.getInt(); // whether there are NULLs
      in.getInt(); // the elements' type
      if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
        throw malformed();
      }
      List<Integer> lengths = new ArrayList<>(dimensions);
      List<Integer> lowerBounds = new ArrayList<>(dimensions);
      long count = dimensions == 0 ? 0 : 1;
      for (int i = 0; i < dimensions; i++) {
        int length = Math.max(0, in.getInt());
        count = Math.min(count * length, Integer.MAX_VALUE);
        lengths.add(length);
        lowerBounds.add(in.getInt());
      }
      if (count > in.remaining() / 4) {
        throw malformed();
      }
      List<byte @Nullable []> elements = new ArrayList<>((int) count);
      for (long i = 0; i < count; i++) {
        int length = in.getInt();
        if (length > in.remaining()) {
          throw malformed();
        }
        byte[] element = length < 0 ? null : new byte[length];
        if (element != null) {
          in.get(element);
        }
        elements.add(element);
      }
      return new BinaryArray(lengths, lowerBounds, elements);
    } catch (BufferUnderflowException e) {
      throw malformed();
    }
  }

  /** What becomes of an element that is not NULL. */
  interface ElementText {
    String of(byte[] element) throws SQLException;
  }

  /** Returns PostgreSQL's text of an array of the same form with what becomes of each element. */
  String text(ElementText each) throws SQLException {
    List<@Nullable String> texts = new ArrayList<>(elements.size());
    for (byte @Nullable [] element : elements) {
      texts.add(element == null ? null : each.of(element));
    }
    return new ArrayText(lengths, lowerBounds, texts).format();
  }

  private static SQLException malformed() {
    return CofferState.NOT_TRUSTWORTHY.exception(
        "The server sent an array that is not in PostgreSQL's binary format.");
  }
}
