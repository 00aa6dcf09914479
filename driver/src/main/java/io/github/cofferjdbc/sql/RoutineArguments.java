package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.Routine;
import io.github.cofferjdbc.sql.syntax.Argument;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Which argument of a routine each argument of a call is, as PostgreSQL matches them by position,
 * by name, or both, with defaults left out and variadic ones listed or as one array. No state.
 */
final class RoutineArguments {
  private RoutineArguments() {}

  /**
   * Tells whether PostgreSQL may call the routine with these arguments. It takes an array behind
   * VARIADIC as the last argument of a routine that is not variadic, too.
   */
  static boolean fit(Routine routine, List<Argument> call) {
    return matched(routine, call).isPresent();
  }

  /**
   * Returns the types that the arguments of a call take, or empty if it does not mean the routine.
   */
  static Optional<List<ColumnType>> types(Routine routine, List<Argument> call) {
    return isArray(call) && !routine.calling().variadic()
        ? Optional.empty()
        : matched(routine, call);
  }

  private static Optional<List<ColumnType>> matched(Routine routine, List<Argument> call) {
    boolean named = call.stream().anyMatch(argument -> argument.name() != null);
    boolean expands = routine.calling().variadic() && !isArray(call);
    if (expands && named) {
      return Optional.empty();
    }
    return expands && call.size() >= routine.arguments().size()
        ? Optional.of(expanded(routine, call.size()))
        : placed(routine, call);
  }

  private static boolean isArray(List<Argument> call) {
    return call.stream().anyMatch(Argument::variadic);
  }

  /** The last argument is an array, of which the call has the elements. */
  private static List<ColumnType> expanded(Routine routine, int count) {
    List<ColumnType> arguments = routine.arguments();
    int last = arguments.size() - 1;
    List<ColumnType> types = new ArrayList<>(arguments.subList(0, last));
    ColumnType element =
        arguments.get(last) instanceof ColumnType.Encrypted encrypted
            ? Types.withArray(encrypted, false)
            : arguments.get(last);
    while (types.size() < count) {
      types.add(element);
    }
    return types;
  }

  private static Optional<List<ColumnType>> placed(Routine routine, List<Argument> call) {
    List<ColumnType> arguments = routine.arguments();
    List<ColumnType> types = new ArrayList<>();
    BitSet given = new BitSet();
    boolean byName = false;
    for (int i = 0; i < call.size(); i++) {
      Argument argument = call.get(i);
      byName |= argument.name() != null;
      int place =
          argument.name() == null
              ? byName ? -1 : i
              : routine.calling().names().indexOf(argument.name().text());
      if (place < 0 || place >= arguments.size() || given.get(place)) {
        return Optional.empty();
      }
      given.set(place);
      types.add(arguments.get(place));
    }
    int required = arguments.size() - routine.calling().defaults();
    return given.nextClearBit(0) < required ? Optional.empty() : Optional.of(types);
  }
}
