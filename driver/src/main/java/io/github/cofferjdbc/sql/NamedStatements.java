package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.sql.plan.NamedStatement;
import java.util.Optional;

/** What a connection has given names to by SQL's {@code PREPARE}. */
@FunctionalInterface
public interface NamedStatements {
  /** Returns the statement of this folded name, or empty if nobody has seen it prepared. */
  Optional<NamedStatement> find(String name);
}
