package io.github.cofferjdbc.sql.plan;

import io.github.cofferjdbc.catalog.RelationName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the analysis of one text in one state of the catalog comes to. Immutable. */
public sealed interface Analysis {

  /** The statement is understood; the plan says what to send and what comes back. */
  record Accepted(Plan plan) implements Analysis {}

  /**
   * The statement must not be sent.
   *
   * @param column the protected column that is concerned, or null if it is not one in particular
   * @param construct what is not supported, such as {@code ORDER BY}
   * @param message a sentence or two with column, reason and remedy; no literal
   * @param unknownName whether the reason is a name that the catalog does not know, so that it is
   *     worth loading the catalog again
   */
  record Refused(@Nullable String column, String construct, String message, boolean unknownName)
      implements Analysis {}

  /** The analysis needs to know what was prepared under these names, if anything was. */
  record NeedsNamed(Set<String> names) implements Analysis {
    public NeedsNamed {
      names = Set.copyOf(names);
    }
  }

  /** The analysis needs the columns of these relations first. */
  record Needs(Set<RelationName> relations) implements Analysis {
    public Needs {
      relations = Set.copyOf(relations);
    }
  }
}
