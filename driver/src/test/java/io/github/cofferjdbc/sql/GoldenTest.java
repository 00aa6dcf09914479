package io.github.cofferjdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * SQL in; plan and rewritten SQL, or the refusal, out. The cases are in {@code
 * src/test/resources/golden}, a file for each construct, the catalog beside them. With {@code
 * -Dcoffer.golden=update} the files are written anew; read the diff then.
 */
class GoldenTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private final GoldenCatalog catalog = GoldenCatalog.read();

  @TestFactory
  Stream<DynamicContainer> analysesAsWritten() throws IOException {
    boolean update = "update".equals(System.getProperty("coffer.golden"));
    return files().stream().map(file -> container(file, update));
  }

  private DynamicContainer container(Path file, boolean update) {
    List<GoldenCase> cases = GoldenCase.parse(read(file));
    if (update) {
      write(file, cases.stream().map(own -> own.written(catalog)).collect(Collectors.joining()));
      cases = GoldenCase.parse(read(file));
    }
    return DynamicContainer.dynamicContainer(
        String.valueOf(file.getFileName()), cases.stream().map(own -> test(file, own)));
  }

  private DynamicTest test(Path file, GoldenCase own) {
    return DynamicTest.dynamicTest(
        own.title(),
        URI.create(file.toUri().toString()),
        () -> assertThat(own.outcome(catalog)).isEqualTo(own.expected()));
  }

  @Test
  void hasNoTwoCasesOfOneText() throws IOException {
    Map<String, String> seen = new HashMap<>();
    int accepted = 0;
    for (Path file : files()) {
      for (GoldenCase own : GoldenCase.parse(read(file))) {
        String before = seen.put(own.sql(), file + ": " + own.title());
        assertThat(before).as(own.title()).isNull();
        accepted += own.expected().startsWith("accepted") ? 1 : 0;
      }
    }
    System.out.println("golden: " + seen.size() + " cases, " + accepted + " accepted");
    assertThat(seen).hasSizeGreaterThanOrEqualTo(400);
    assertThat(accepted).isGreaterThanOrEqualTo(250);
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}
