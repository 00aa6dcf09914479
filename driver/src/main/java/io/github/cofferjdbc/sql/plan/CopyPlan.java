package io.github.cofferjdbc.sql.plan;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.copy.CopyFormat;
import io.github.cofferjdbc.copy.FieldRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes through the client under a COPY of something protected. Immutable.
 *
 * @param from true for COPY FROM STDIN, false for COPY TO STDOUT
 * @param format how the rows are written
 * @param fields one for each field of a row
 * @param wellFormed whether the options make sense together; if not, the server says why
 * @param asBinary the same COPY FROM in format binary, or null if it has to stay as it is
 */
public record CopyPlan(
    boolean from,
    CopyFormat format,
    List<Field> fields,
    boolean wellFormed,
    @Nullable AsBinary asBinary) {

  public CopyPlan {
    fields = List.copyOf(fields);
  }

  /**
   * A field of every row.
   *
   * @param type the column's type as the catalog has it
   * @param column the column's name for messages, such as {@code patient.ssn}
   */
  public record Field(ColumnType type, String column, FieldRule rule) {}

  /**
   * What is sent to a server that takes the rows in format binary.
   *
   * @param text the statement
   * @param table the oid of the table
   * @param headerOfText whether the options are those of text with a header, which servers know
   *     from PostgreSQL 15 on
   */
  public record AsBinary(String text, int table, boolean headerOfText) {}

  /** Tells whether any field is protected. */
  public boolean converts() {
    return fields.stream().anyMatch(field -> field.rule().converted());
  }
}
