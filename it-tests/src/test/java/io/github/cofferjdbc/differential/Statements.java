package io.github.cofferjdbc.differential;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The statements of a seed. */
final class Statements {

  private Statements() {}

  /**
   * Returns statements of which no two are equal.
   *
   * @param seed decides them all
   * @param allowed how many of them use only section 5's table
   * @param free how many go beyond it
   * @param merges whether the server knows MERGE
   */
  static List<Statement> of(long seed, int allowed, int free, boolean merges) {
    Dice dice = new Dice(seed);
    Samples samples = new Samples(dice);
    List<Statement> statements = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    while (statements.size() < allowed + free) {
      Names names = new Names();
      Queries queries = new Queries(dice, samples, names);
      Statement next;
      if (statements.size() >= allowed) {
        next = new FreeStatements(dice, samples, names, queries).statement();
      } else if (dice.chance(30)) {
        next = new Changes(dice, samples, names, queries, merges).change();
      } else {
        next = queries.query();
      }
      if (texts.add(next.sql().withLiterals())) {
        statements.add(next);
      }
    }
    return statements;
  }
}
