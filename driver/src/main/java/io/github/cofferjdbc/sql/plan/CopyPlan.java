package io.github.cofferjdbc.sql.plan;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.copy.CopyFormat;
import io.github.cofferjdbc.copy.FieldRule;
import java.util.List;

/**
 * What goes through the client under a COPY of something protected. Immutable.
 *
 * @param from true for COPY FROM STDIN, false for COPY TO STDOUT
 * @param format how the rows are written
 * @param fields one for each field of a row
 * @param wellFormed whether the options make sense together; if not, the server says why
 */
public record CopyPlan(boolean from, CopyFormat format, List<Field> fields, boolean wellFormed) {

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

  /** Tells whether any field is protected. */
  public boolean converts() {
    return fields.stream().anyMatch(field -> field.rule().converted());
  }
}
