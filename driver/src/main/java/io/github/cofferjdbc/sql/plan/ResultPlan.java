package io.github.cofferjdbc.sql.plan;

import io.github.cofferjdbc.catalog.ColumnType;
import java.util.List;

/** What a statement of the text returns. Immutable. */
public sealed interface ResultPlan {

  /** No rows, or rows in which nothing can be protected. */
  record Clear() implements ResultPlan {}

  /** Rows with exactly these columns. */
  record Columns(List<ResultColumn> columns) implements ResultPlan {
    public Columns {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Rows whose columns the analysis cannot know, such as those of a cursor that it has not seen: a
   * complete valid header decides.
   */
  record ByHeader() implements ResultPlan {}

  /** One column of the result. */
  sealed interface ResultColumn {
    /** Never opened. */
    record Clear() implements ResultColumn {}

    /**
     * NULL or a value of exactly this type; anything else is KE001.
     *
     * @param origin the column's name for messages, such as {@code patient.ssn}
     */
    record Opened(ColumnType.Encrypted type, String origin) implements ResultColumn {}
  }
}
