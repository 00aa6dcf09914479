package io.github.cofferjdbc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleTest {

  @Test
  void theFileThatShipsIsWhatItsSeedGives(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("people.csv");
    People.write(file, People.rows(People.SEED, People.ROWS));
    try (InputStream shipped =
        Objects.requireNonNull(Dataset.class.getResourceAsStream("people.csv"))) {
      assertThat(Files.readAllBytes(file)).isEqualTo(shipped.readAllBytes());
    }
  }

  @Test
  void everyRowHasItsOwnIdEmailAndNationalId() throws Exception {
    Dataset people = Dataset.people();
    assertThat(people.rows()).hasSizeGreaterThanOrEqualTo(10_000);
    for (int column : new int[] {0, 2, 3}) {
      assertThat(people.rows().stream().map(row -> row.get(column))).doesNotHaveDuplicates();
    }
  }
}
