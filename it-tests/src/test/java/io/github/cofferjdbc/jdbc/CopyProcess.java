package io.github.cofferjdbc.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** A process with a small heap that copies rows in and out again; see {@link StreamingProcess}. */
final class CopyProcess {

  static final int ROWS = 150_000;
  private static final String NOTE = "a note of two hundred characters ".repeat(6) + "\n";

  private CopyProcess() {}

  /** Rows that are made as they are read. */
  private static final class Rows extends InputStream {
    private int row;
    private byte[] line = new byte[0];
    private int at;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      if (at == line.length) {
        if (row == ROWS) {
          return -1;
        }
        line = (row + "\tssn " + row + "\t" + NOTE).getBytes(StandardCharsets.UTF_8);
        row++;
        at = 0;
      }
      int count = Math.min(length, line.length - at);
      System.arraycopy(line, at, to, offset, count);
      at += count;
      return count;
    }
  }

  /** Compares what is written with the rows, or keeps all of it. */
  private static final class Sink extends OutputStream {
    private final InputStream expected = new Rows();
    private final boolean keep;
    private final List<byte[]> kept = new ArrayList<>();

    Sink(boolean keep) {
      this.keep = keep;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      byte[] next = expected.readNBytes(length);
      if (!java.util.Arrays.equals(next, 0, next.length, bytes, offset, offset + length)) {
        throw new IOException("other rows came out than went in");
      }
      if (keep) {
        kept.add(next);
      }
    }
  }

  /** Arguments: the URL, and whether to keep what comes; properties on standard input. */
  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    properties.load(System.in);
    try (Connection connection = DriverManager.getConnection(args[0], properties)) {
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      long in = copies.copyIn("COPY patient (id, ssn, note) FROM STDIN", new Rows());
      long out =
          copies.copyOut(
              "COPY patient (id, ssn, note) TO STDOUT", new Sink(Boolean.parseBoolean(args[1])));
      System.out.println(in + " and " + out);
    }
  }
}
