package io.github.cofferjdbc.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the analysis of a statement may ask about a database. It never queries the server: what is
 * not known yet is answered {@link Lookup.Unknown}, the caller loads it and analyses again.
 *
 * <p>Implementations are snapshots: all answers belong to one state of the catalog, named by {@link
 * #version()}.
 */
public interface CatalogView {

  /** The answer to a look-up of a relation. */
  sealed interface Lookup {
    /** The name means this relation. */
    record Found(Relation relation) implements Lookup {}

    /** The server knows no such relation. */
    record Absent() implements Lookup {}

    /** Not loaded yet. */
    record Unknown() implements Lookup {}
  }

  /**
   * Returns a number that differs whenever a known answer may differ, among all views of the
   * process. That an unknown answer becomes known does not change it.
   */
  long version();

  /** Tells whether the database has the schema {@code encrypted} at all. */
  boolean installed();

  /**
   * Tells whether any protected relation, routine with an encrypted type, or domain over an
   * encrypted type, in any schema, has this last name. A statement without such a name mentions
   * nothing protected.
   */
  boolean mentions(String name);

  /** Resolves a relation's name as the server would for this connection's search path. */
  Lookup relation(RelationName name);

  /** Returns the encrypted type that a type's name means, such as {@code encrypted.text_eq}. */
  Optional<ColumnType.Encrypted> encryptedType(RelationName name);

  /**
   * Returns the routines with an encrypted argument or result that the name can mean: those of the
   * named schema, or of every schema when it names none.
   */
  List<Routine> routines(RelationName name);

  /**
   * Tells whether the server's word about what is not pinned is to be doubted: a column of a table
   * that is not protected then may not take a name away from a protected one.
   */
  default boolean pinned() {
    return false;
  }

  /** Returns the relations with a protected column, in any schema. */
  Set<Relation> protectedRelations();
}
