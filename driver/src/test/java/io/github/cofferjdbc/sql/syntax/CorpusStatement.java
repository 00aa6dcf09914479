package io.github.cofferjdbc.sql.syntax;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** A statement of PostgreSQL's regression suite with the tree of its own parser. */
// A missing key of trusted JSON shall fail the test.
@SuppressWarnings("NullAway")
record CorpusStatement(String file, String kind, String sql, Map<String, Object> tree) {

  /** Where the corpus is, if it is there. */
  static Path location() {
    String folder = System.getProperty("coffer.test.sharedFolder", "../../shared");
    return Path.of(folder, "sql-corpus", "postgresql-dml.jsonl.gz");
  }

  static List<CorpusStatement> all() throws IOException {
    List<CorpusStatement> all = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(location())), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Map<String, Object> object = JsonTree.object(line);
        all.add(
            new CorpusStatement(
                (String) object.get("file"),
                (String) object.get("kind"),
                (String) object.get("sql"),
                JsonTree.child(object, "tree")));
      }
    }
    return all;
  }
}
