package io.github.cofferjdbc.keys.local;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The password of a local key file: {@code coffer.localPassword}, else the first line of {@code
 * coffer.localPasswordFile}, else {@code COFFER_LOCAL_PASSWORD}. Used by one thread.
 */
final class LocalPassword implements AutoCloseable {

  private static final String VARIABLE = "COFFER_LOCAL_PASSWORD";

  private final char[] characters;

  private LocalPassword(String password) {
    characters = password.toCharArray();
  }

  static LocalPassword of(Settings settings, UnaryOperator<String> environment, Path keyFile)
      throws SQLException {
    String password = settings.text(Setting.LOCAL_PASSWORD).orElse(null);
    if (password == null) {
      String file = settings.text(Setting.LOCAL_PASSWORD_FILE).orElse(null);
      password = file == null ? variable(environment) : firstLine(Path.of(file));
    }
    if (password == null || password.isEmpty()) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The master key in "
              + keyFile
              + " needs a password: coffer.localPassword, coffer.localPasswordFile, or the environment variable "
              + VARIABLE
              + ".");
    }
    return new LocalPassword(password);
  }

  @SuppressWarnings("NullAway") // System.getenv answers null where there is no such variable
  private static @Nullable String variable(UnaryOperator<String> environment) {
    return environment.apply(VARIABLE);
  }

  private static @Nullable String firstLine(Path file) throws SQLException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return reader.readLine();
    } catch (NoSuchFileException e) {
      throw KeyFailure.GONE.exception(
          "There is no file " + file + "; correct coffer.localPasswordFile.", e);
    } catch (CharacterCodingException e) {
      throw KeyFailure.MISCONFIGURED.exception("The password in " + file + " is not UTF-8.", e);
    } catch (IOException e) {
      throw KeyFailure.DENIED.exception(
          "The file " + file + " with the password cannot be read.", e);
    }
  }

  /** Returns the characters themselves, not a copy. */
  char[] characters() {
    return characters;
  }

  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }

  @Override
  public String toString() {
    return "<hidden>";
  }
}
