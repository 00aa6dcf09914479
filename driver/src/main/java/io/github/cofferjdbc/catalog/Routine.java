package io.github.cofferjdbc.catalog;

import java.util.List;

/**
 * A function or procedure with an encrypted type among its arguments or results. Immutable.
 *
 * @param oid {@code pg_proc.oid}
 * @param schema its schema
 * @param name its name
 * @param arguments the types of the arguments of a call, in order: of a function the input ones, of
 *     a procedure all
 * @param results the types of what it returns: one for a scalar, several for OUT or TABLE columns
 * @param returnsSet whether it returns a set
 */
public record Routine(
    int oid,
    String schema,
    String name,
    List<ColumnType> arguments,
    List<Column> results,
    boolean returnsSet) {

  public Routine {
    arguments = List.copyOf(arguments);
    results = List.copyOf(results);
  }
}
