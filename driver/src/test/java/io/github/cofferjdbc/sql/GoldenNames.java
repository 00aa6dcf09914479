package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.syntax.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the session of the golden cases has prepared: a PREPARE for each line of a file. */
final class GoldenNames {
  private static final Path FILE = Path.of("src", "test", "resources", "golden", "prepared.sql");

  private GoldenNames() {}

  static NamedStatements of(CatalogView catalog) {
    return name ->
        lines().stream()
            .map(line -> Analyser.analyse(line, Reading.NATIVE, catalog))
            .filter(Analysis.Accepted.class::isInstance)
            .map(Analysis.Accepted.class::cast)
            .flatMap(accepted -> accepted.plan().named().stream())
            .filter(named -> named.name().equals(name))
            .findFirst();
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(FILE, StandardCharsets.UTF_8).stream()
          .filter(line -> line.startsWith("PREPARE"))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
