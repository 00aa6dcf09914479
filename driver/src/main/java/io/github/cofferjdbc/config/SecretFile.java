package io.github.cofferjdbc.config;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a password or PIN that an administrator keeps in a file. Thread safe. */
public final class SecretFile {

  private static final int LONGEST = 4096;

  private SecretFile() {}

  /**
   * Returns the first line of a file, UTF-8, without its end; the caller overwrites it. At most
   * {@value #LONGEST} bytes are read.
   *
   * @throws EOFException if the line is empty
   * @throws CharacterCodingException if it is not UTF-8
   * @throws IOException if the file cannot be read
   */
  public static char[] firstLine(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST);
    }
    try {
      int end = 0;
      while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      if (end == 0) {
        throw new EOFException("the first line is empty");
      }
      CharBuffer decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end));
      char[] line = new char[decoded.remaining()];
      decoded.get(line);
      Arrays.fill(decoded.array(), '\0');
      return line;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
