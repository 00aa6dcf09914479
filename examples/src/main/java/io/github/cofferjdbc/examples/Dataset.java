package io.github.cofferjdbc.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Rows to store, and how each column is declared in the encrypted table and in its plain twin.
 *
 * @param columns in the order of the fields of a row
 * @param rows the fields as text; an empty field is NULL
 * @param searched the index of the column that the demo searches by equality, declared {@code _eq}
 */
record Dataset(List<Column> columns, List<List<String>> rows, int searched) {

  /**
   * A column.
   *
   * @param name as in the header
   * @param plainType its type in the plain table, which also converts the text of a field
   * @param storedType its type in the table that Coffer writes; the same if it is not encrypted
   * @param constraint SQL behind the type, or empty
   */
  record Column(String name, String plainType, String storedType, String constraint) {
    boolean encrypted() {
      return !plainType.equals(storedType);
    }
  }

  /** Returns the made-up people that ship with the examples. */
  static Dataset people() throws IOException {
    try (InputStream in = Objects.requireNonNull(Dataset.class.getResourceAsStream("people.csv"));
        Reader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<List<String>> rows = new ArrayList<>();
      try (CSVParser parser = format().parse(reader)) {
        parser.forEach(record -> rows.add(record.toList()));
      }
      return new Dataset(
          List.of(
              new Column("id", "bigint", "bigint", "PRIMARY KEY"),
              new Column("name", "text", "encrypted.text_random", ""),
              new Column("email", "text", "encrypted.text_eq", ""),
              new Column("national_id", "text", "encrypted.text_eq", "UNIQUE"),
              new Column("born", "date", "encrypted.date_eq", ""),
              new Column("salary", "numeric", "encrypted.numeric_random", ""),
              new Column("note", "text", "encrypted.text_random", "")),
          rows,
          3);
    }
  }

  /**
   * Returns the rows of a file with a header; the named columns are encrypted, the first of them so
   * that it can be searched. All columns are text.
   *
   * @throws IllegalArgumentException if a name is not in the header, with the names that are
   */
  static Dataset ofFile(Path file, List<String> encrypted) throws IOException {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser parser = format().parse(reader)) {
      List<String> header = parser.getHeaderNames();
      Set<String> unknown = new HashSet<>(encrypted);
      header.forEach(unknown::remove);
      if (encrypted.isEmpty() || !unknown.isEmpty()) {
        throw new IllegalArgumentException(
            "--encrypt takes columns of the file's header, which has: "
                + String.join(", ", header));
      }
      List<Column> columns = new ArrayList<>();
      for (String name : header) {
        String stored =
            !encrypted.contains(name)
                ? "text"
                : name.equals(encrypted.get(0)) ? "encrypted.text_eq" : "encrypted.text_random";
        columns.add(new Column(name, "text", stored, ""));
      }
      List<List<String>> rows = new ArrayList<>();
      for (CSVRecord record : parser) {
        if (!record.isConsistent()) {
          throw new IllegalArgumentException(
              "Record " + record.getRecordNumber() + " has not as many fields as the header.");
        }
        rows.add(record.toList());
      }
      return new Dataset(List.copyOf(columns), rows, header.indexOf(encrypted.get(0)));
    }
  }

  private static CSVFormat format() {
    return CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
  }

  /** Returns the statement that creates the table. */
  String createTable(String table, boolean plain) {
    StringBuilder sql = new StringBuilder("CREATE TABLE ").append(table).append(" (");
    for (Column column : columns) {
      sql.append(sql.charAt(sql.length() - 1) == '(' ? "\n  " : ",\n  ")
          .append(quoted(column.name()))
          .append(' ')
          .append(plain ? column.plainType() : column.storedType())
          .append(column.constraint().isEmpty() ? "" : " " + column.constraint());
    }
    return sql.append(")").toString();
  }

  /** Returns the INSERT with a parameter for each column. */
  String insert(String table) {
    StringBuilder sql = new StringBuilder("INSERT INTO ").append(table).append(" VALUES (");
    for (int i = 0; i < columns.size(); i++) {
      sql.append(i == 0 ? "?" : ", ?");
    }
    return sql.append(')').toString();
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
