package io.github.cofferjdbc.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * COPY in text, {@value #ROWS} rows at a time, in pieces of some rows as a reader of a file has
 * them. {@code BYTES} copies ciphertexts in that are already in format binary, so that it costs
 * what the bytes cost. No state.
 */
final class CopyWork {

  /** Rows in one COPY. */
  private static final int ROWS = 20_000;

  private static final int ROWS_A_PIECE = 100;
  private static final int VARIETY = 1024;
  private static final int LONGEST_ROW = 1_000;

  private CopyWork() {}

  static long in(Slice slice) throws SQLException {
    boolean binary = slice.who().stored();
    byte[][] rests = new byte[VARIETY][];
    for (int i = 0; i < VARIETY; i++) {
      rests[i] = binary ? binaryRest(slice, i + 1L) : textRest(slice, i + 1L);
    }
    String copy =
        "COPY " + slice.who().writtenTable() + " FROM STDIN" + (binary ? " (FORMAT binary)" : "");
    ByteBuffer piece = ByteBuffer.allocate(ROWS_A_PIECE * LONGEST_ROW);
    long done = 0;
    try (Connection connection = slice.borrow()) {
      connection.setAutoCommit(false);
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      while (slice.goesOn()) {
        CopyIn in = copies.copyIn(copy);
        if (binary) {
          piece.put("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        }
        for (int row = 1; row <= ROWS; row++, done++) {
          if (binary) {
            piece.putShort((short) 6).putInt(Long.BYTES).putLong(done);
          } else {
            piece.put(Long.toString(done).getBytes(StandardCharsets.ISO_8859_1));
          }
          piece.put(rests[(int) (done % VARIETY)]);
          if (row % ROWS_A_PIECE == 0) {
            in.writeToCopy(piece.array(), 0, piece.position());
            piece.clear();
          }
        }
        if (binary) {
          in.writeToCopy(new byte[] {-1, -1}, 0, 2);
        }
        in.endCopy();
        connection.commit();
      }
    }
    return done;
  }

  /** Returns a row without its id. */
  private static byte[] textRest(Slice slice, long id) {
    People people = slice.people();
    String time = people.time(id).toInstant().toString().replace('T', ' ').replace("Z", "+00");
    return String.join(
            "\t",
            "",
            people.mail(id),
            people.number(id),
            people.note(id),
            people.amount(id).toPlainString(),
            time + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] binaryRest(Slice slice, long id) {
    ByteBuffer rest = ByteBuffer.allocate(LONGEST_ROW);
    for (byte[] value : slice.people().stored(id)) {
      rest.putInt(value.length).put(value);
    }
    // 1234.50: two groups of four digits, the first before the point, two places shown
    rest.putInt(12).putShort((short) 2).putShort((short) 0).putShort((short) 0).putShort((short) 2);
    rest.putShort((short) 1234).putShort((short) 5000);
    rest.putInt(Long.BYTES).putLong(slice.people().time(id).getTime() * 1_000);
    byte[] bytes = new byte[rest.position()];
    rest.flip().get(bytes);
    return bytes;
  }

  static long out(Slice slice) throws SQLException {
    long done = 0;
    try (Connection connection = slice.borrow()) {
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      while (slice.goesOn()) {
        CopyOut out = copies.copyOut("COPY " + slice.readTable() + " TO STDOUT");
        for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
          slice.consume(row.length);
          done++;
        }
      }
    }
    return done;
  }
}
