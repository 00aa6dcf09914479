package io.github.cofferjdbc.sql.plan;

import io.github.cofferjdbc.sql.syntax.Reading;
import java.util.List;
import java.util.Set;

/**
 * A statement to which SQL's {@code PREPARE} gives a name: what an {@code EXECUTE} of it needs to
 * know. Immutable.
 *
 * @param name the name, folded
 * @param text the text that prepares it
 * @param reading how the text is read
 * @param plain whether it has nothing to do with anything protected; the next two are then empty
 *     and {@link ResultPlan.Clear}
 * @param parameters what becomes of each argument
 * @param result what it returns
 * @param effects what its execution may change
 */
public record NamedStatement(
    String name,
    String text,
    Reading reading,
    boolean plain,
    List<ParameterPlan> parameters,
    ResultPlan result,
    Set<Effect> effects) {

  public NamedStatement {
    parameters = List.copyOf(parameters);
    effects = Set.copyOf(effects);
  }

  /** Does not show the text. */
  @Override
  public String toString() {
    return "NamedStatement[" + name + ", plain=" + plain + "]";
  }
}
