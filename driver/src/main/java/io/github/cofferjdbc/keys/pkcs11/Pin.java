package io.github.cofferjdbc.keys.pkcs11;

import io.github.cofferjdbc.config.SecretFile;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The PIN of a token: the first line of a file. Used by one thread; overwritten when closed. */
final class Pin implements AutoCloseable {

  private static final String FILE = "file:";

  private final char @Nullable [] characters;

  private Pin(char @Nullable [] characters) {
    this.characters = characters;
  }

  /**
   * Returns the PIN of {@code pin-source}; without one the token has to ask for it by itself, at a
   * PIN pad of its own.
   */
  static Pin of(Optional<String> source) throws SQLException {
    if (source.isEmpty()) {
      return new Pin(null);
    }
    if (!source.get().startsWith(FILE)) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The pin-source of coffer.masterKey has to be file:PATH.");
    }
    String path = source.get().substring(FILE.length());
    try {
      Path file = Path.of(path.startsWith("///") ? path.substring(2) : path);
      return new Pin(firstLine(file));
    } catch (InvalidPathException e) {
      throw KeyFailure.MISCONFIGURED.exception("The pin-source of coffer.masterKey is no path.", e);
    }
  }

  private static char[] firstLine(Path file) throws SQLException {
    try {
      return SecretFile.firstLine(file);
    } catch (NoSuchFileException e) {
      throw KeyFailure.GONE.exception(
          "There is no file " + file + " with the PIN; correct pin-source in coffer.masterKey.", e);
    } catch (EOFException e) {
      throw KeyFailure.MISCONFIGURED.exception("The file " + file + " with the PIN is empty.", e);
    } catch (CharacterCodingException e) {
      throw KeyFailure.MISCONFIGURED.exception("The PIN in " + file + " is not UTF-8.", e);
    } catch (IOException e) {
      throw KeyFailure.DENIED.exception("The file " + file + " with the PIN cannot be read.", e);
    }
  }

  /** Returns the characters themselves, not a copy; null if the token asks by itself. */
  char @Nullable [] characters() {
    return characters;
  }

  @Override
  public void close() {
    if (characters != null) {
      Arrays.fill(characters, '\0');
    }
  }

  @Override
  public String toString() {
    return "<hidden>";
  }
}
