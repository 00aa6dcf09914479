package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.envelope.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something with a name in FROM whose columns can be referred to by that name.
 *
 * @param name the alias, or the table's own name; null if it has none
 * @param schema the schema of a table without alias, which may qualify it; else null
 * @param columns what is known of its columns, in order
 * @param complete whether these are all
 * @param table whether it is a table, which has system columns too
 */
record Source(
    @Nullable String name,
    @Nullable String schema,
    List<OutputColumn> columns,
    boolean complete,
    boolean table) {
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

  static Source of(Relation relation) {
    return new Source(relation.name(), relation.schema(), columnsOf(relation), true, true);
  }

  /** What stands for a relation while its columns are not loaded yet. */
  static Source unknown(String name) {
    return new Source(name, null, List.of(), false, true);
  }

  static Source derived(@Nullable String name, List<OutputColumn> columns) {
    return new Source(name, null, columns, true, false);
  }

  /** The columns of a relation as expressions see them. */
  static List<OutputColumn> columnsOf(Relation relation) {
    List<OutputColumn> columns = new ArrayList<>(relation.columns().size());
    for (Column column : relation.columns()) {
      columns.add(columnOf(relation.name(), column));
    }
    return columns;
  }

  private static OutputColumn columnOf(String owner, Column column) {
    return columnOf(column, owner + "." + column.name());
  }

  /** A column of a table or of a routine's result. */
  static OutputColumn columnOf(Column column, String origin) {
    ColumnType type = column.type();
    if (type instanceof ColumnType.Encrypted encrypted) {
      return new OutputColumn(
          column.name(), Cell.encrypted(encrypted, origin, true), notBuilt(encrypted));
    }
    if (type instanceof ColumnType.Nested nested) {
      return new OutputColumn(
          column.name(),
          Cell.plain(origin),
          "its type "
              + nested.name()
              + " holds encrypted values inside, which is not supported; use columns of encrypted"
              + " types");
    }
    if (type instanceof ColumnType.Lost) {
      return new OutputColumn(
          column.name(),
          Cell.plain(origin),
          "an expression in the view has lost the encrypted type of this column; create the view anew"
              + " through Coffer, which writes the casts that keep it");
    }
    return new OutputColumn(column.name(), Cell.plain(origin));
  }

  /** Says why a type cannot be used yet, or null if it can. */
  static @Nullable String notBuilt(ColumnType.Encrypted encrypted) {
    Mode mode = encrypted.type().mode();
    return switch (mode) {
      case RANDOM, EQ -> null;
      case ORDERED, MATCH ->
          encrypted.type() + " is not built yet; use an _eq or a _random type until it is";
    };
  }

  /** Returns the same under an alias, the first columns renamed. */
  Source aliased(String alias, List<String> names) {
    List<OutputColumn> renamed = columns;
    if (!names.isEmpty()) {
      renamed = new ArrayList<>(columns);
      for (int i = 0; i < names.size(); i++) {
        if (i < renamed.size()) {
          renamed.set(i, renamed.get(i).named(names.get(i)));
        } else if (!complete) {
          renamed.add(new OutputColumn(names.get(i), Cell.plain(alias + "." + names.get(i))));
        }
      }
    }
    return new Source(alias, null, renamed, complete, table);
  }

  boolean hasSystemColumn(String columnName) {
    return table && SYSTEM_COLUMNS.contains(columnName);
  }

  boolean answersTo(@Nullable String schemaName, String tableName) {
    return tableName.equals(name) && (schemaName == null || schemaName.equals(schema));
  }

  boolean mayBeEncrypted() {
    for (OutputColumn column : columns) {
      if (column.mayBeEncrypted()) {
        return true;
      }
    }
    return false;
  }
}
