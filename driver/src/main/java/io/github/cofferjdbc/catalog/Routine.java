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
 * @param calling how a call may give the arguments
 */
public record Routine(
    int oid,
    String schema,
    String name,
    List<ColumnType> arguments,
    List<Column> results,
    boolean returnsSet,
    Calling calling) {

  /**
   * How a call may give the arguments.
   *
   * @param names the names of the arguments, in order, empty for one without
   * @param defaults how many arguments, counted from the last, have a default
   * @param variadic whether the last is an array whose elements a call may list
   */
  public record Calling(List<String> names, int defaults, boolean variadic) {

    /** All arguments, by position. */
    public static final Calling BY_POSITION = new Calling(List.of(), 0, false);

    /** Makes one. */
    public Calling {
      names = List.copyOf(names);
    }
  }

  public Routine {
    arguments = List.copyOf(arguments);
    results = List.copyOf(results);
  }
}
