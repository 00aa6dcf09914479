package io.github.cofferjdbc.benchmarks;

import java.util.Collections;
import java.util.Locale;

/**
 * A table of a {@link Series}, and who reads and writes it. Immutable.
 *
 * @param subject the name under which it is recorded
 * @param coffer whether through Coffer
 * @param columns of text, beside the id
 * @param protectedColumns how many of them are randomized
 * @param length of each text, in characters of one byte
 * @param rows in the table that is read
 */
record Shape(
    String subject, boolean coffer, int columns, int protectedColumns, int length, int rows) {

  String table() {
    return String.format(Locale.ROOT, "series_%d_%d_%s", columns, length, subject)
        .replace('-', '_');
  }

  String writtenTable() {
    return table() + "_written";
  }

  String ddl() {
    return ddl(table()) + ddl(writtenTable());
  }

  private String ddl(String name) {
    StringBuilder ddl = new StringBuilder("CREATE TABLE " + name + " (id bigint PRIMARY KEY");
    for (int i = 0; i < columns; i++) {
      ddl.append(", text").append(i);
      ddl.append(i < protectedColumns ? " encrypted.text_random" : " text");
    }
    return ddl.append(") WITH (autovacuum_enabled = off);\n").toString();
  }

  String insertInto(String name) {
    return "INSERT INTO "
        + name
        + " VALUES (?"
        + String.join("", Collections.nCopies(columns, ", ?"))
        + ")";
  }
}
