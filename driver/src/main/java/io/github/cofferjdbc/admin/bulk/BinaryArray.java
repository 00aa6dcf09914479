package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.error.CofferState;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays in PostgreSQL's binary send format. No state. */
final class BinaryArray {

  private static final int MOST_DIMENSIONS = 6;

  private BinaryArray() {}

  /**
   * Returns the elements in their send format, null for NULL, in storage order.
   *
   * @throws SQLException KE006 if the bytes are no array
   */
  static List<byte @Nullable []> elements(byte[] array) throws SQLException {
    try {
      ByteBuffer in = ByteBuffer.wrap(array);
      int dimensions = in.getInt();
      in.getInt(); // whether there are NULLs
      in.getInt(); // the elements' type
      if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
        throw malformed();
      }
      long count = dimensions == 0 ? 0 : 1;
      for (int i = 0; i < dimensions; i++) {
        count *= Math.max(0, in.getInt());
        in.getInt(); // the lower bound
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
      return elements;
    } catch (BufferUnderflowException e) {
      throw malformed();
    }
  }

  private static SQLException malformed() {
    return CofferState.NOT_TRUSTWORTHY.exception(
        "The server sent an array that is not in PostgreSQL's binary format.");
  }
}
