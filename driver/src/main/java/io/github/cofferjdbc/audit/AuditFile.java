package io.github.cofferjdbc.audit;

import io.github.cofferjdbc.files.OwnerOnly;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Appends to the file, which is opened anew each time, so that it may be moved away at any time; a
 * new file begins a new chain. To be used under the lock of {@link AuditLog}. No state.
 */
final class AuditFile {

  private static final int CHUNK = 4096;

  private AuditFile() {}

  /** Makes the line from what the next line has to name as the one before. */
  interface Line {
    String after(String previous);
  }

  /**
   * Appends a line and returns when it is on the disk. A line that a crash has cut off is ended
   * first, and stays: the check of the chain tells it. If this fails, the file is as it was before,
   * as far as it can be.
   */
  static void append(Path file, Line line) throws IOException {
    try (FileChannel channel = OwnerOnly.open(file)) {
      long size = channel.size();
      boolean cutOff = size > 0 && byteAt(channel, size - 1) != '\n';
      byte[] last = lastLine(channel, cutOff ? size : size - 1);
      String previous = size == 0 ? AuditLine.FIRST : AuditLine.sha256(last);
      String text = (cutOff ? "\n" : "") + line.after(previous) + "\n";
      boolean written = false;
      try {
        ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        channel.position(size);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(false);
        written = true;
      } finally {
        if (!written) {
          channel.truncate(size);
        }
      }
    }
  }

  private static byte byteAt(FileChannel channel, long position) throws IOException {
    return read(channel, position, 1)[0];
  }

  /** Returns what stands between the last line end before {@code end} and {@code end}. */
  private static byte[] lastLine(FileChannel channel, long end) throws IOException {
    byte[] line = new byte[0];
    long from = end;
    while (from > 0) {
      int length = (int) Math.min(CHUNK, from);
      from -= length;
      byte[] chunk = read(channel, from, length);
      int cut = length - 1;
      while (cut >= 0 && chunk[cut] != '\n') {
        cut--;
      }
      ByteArrayOutputStream longer = new ByteArrayOutputStream();
      longer.write(chunk, cut + 1, length - cut - 1);
      longer.write(line, 0, line.length);
      line = longer.toByteArray();
      if (cut >= 0) {
        break;
      }
    }
    return line;
  }

  private static byte[] read(FileChannel channel, long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the audit log became shorter while it was read");
      }
    }
    return buffer.array();
  }
}
