package io.github.cofferjdbc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {" pässword ", " pässword \n", " pässword \r\nmore", " pässword \n\n"})
  void readsTheFirstLineAsItIs(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), text);

    assertThat(SecretFile.firstLine(file)).isEqualTo(" pässword ".toCharArray());
  }

  @Test
  void refusesAnEmptyLine() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "\nsecond");

    assertThatThrownBy(() -> SecretFile.firstLine(file)).isInstanceOf(EOFException.class);
  }

  @Test
  void refusesBytesThatAreNotUtf8() throws IOException {
    Path file = Files.write(folder.resolve("secret"), new byte[] {(byte) 0xFF, 'a'});

    assertThatThrownBy(() -> SecretFile.firstLine(file))
        .isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void tellsThatThereIsNoFile() {
    assertThatThrownBy(() -> SecretFile.firstLine(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
