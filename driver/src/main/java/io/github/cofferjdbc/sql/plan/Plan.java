package io.github.cofferjdbc.sql.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one text is executed. Immutable; it holds no ciphertext and no bound value, so it serves
 * every execution.
 *
 * @param passthrough whether the text is sent byte for byte, with every parameter and result as the
 *     server has them; all lists but {@code effects} are then empty
 * @param pieces the rewritten text in order; parameters and sealed literals are slots in it
 * @param parameters one for each parameter of the user's text, in the order of its numbers
 * @param literals one for each literal that is sealed, in the order of the text
 * @param results one for each statement of the text, in order
 * @param writes the protected relation that the only statement of the text writes to without a
 *     RETURNING of its own, or null
 * @param copy what goes through the client if the text is COPY of something protected, or null
 * @param effects what the connection must do after the text was executed
 * @param named the statements that the text prepares under a name
 * @param typeChange what must be done around the only statement of the text, or null
 */
public record Plan(
    boolean passthrough,
    List<Piece> pieces,
    List<ParameterPlan> parameters,
    List<SealedLiteral> literals,
    List<ResultPlan> results,
    @Nullable Target writes,
    @Nullable CopyPlan copy,
    Set<Effect> effects,
    List<NamedStatement> named,
    @Nullable TypeChange typeChange) {

  public Plan {
    pieces = List.copyOf(pieces);
    parameters = List.copyOf(parameters);
    literals = List.copyOf(literals);
    results = List.copyOf(results);
    effects = Set.copyOf(effects);
    named = List.copyOf(named);
  }

  /** Returns the plan of a text that mentions nothing protected. */
  public static Plan ofPassthrough(Set<Effect> effects) {
    return ofPassthrough(effects, List.of());
  }

  /** Returns the plan of a text that mentions nothing protected and prepares statements. */
  public static Plan ofPassthrough(Set<Effect> effects, List<NamedStatement> named) {
    return new Plan(
        true, List.of(), List.of(), List.of(), List.of(), null, null, effects, named, null);
  }

  /**
   * Tells whether another plan of the same text encrypts the same operands in the same way, so that
   * the server answers both alike.
   */
  public boolean sealsAs(Plan other) {
    return literals.equals(other.literals) && touched().equals(other.touched());
  }

  /** Returns the parameters that are not bound as the application binds them, by index. */
  private Map<Integer, ParameterPlan> touched() {
    Map<Integer, ParameterPlan> touched = new HashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      if (!(parameters.get(i) instanceof ParameterPlan.Clear)) {
        touched.put(i, parameters.get(i));
      }
    }
    return touched;
  }

  /** Returns what is needed for generated keys, or empty if they hold nothing protected. */
  public Optional<Target> target() {
    return Optional.ofNullable(writes);
  }
}
