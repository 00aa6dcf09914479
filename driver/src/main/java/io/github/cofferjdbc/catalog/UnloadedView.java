package io.github.cofferjdbc.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The view before anything was loaded: everything may be protected and nothing is known. */
enum UnloadedView implements CatalogView {
  INSTANCE;

  @Override
  public long version() {
    return 0;
  }

  @Override
  public boolean installed() {
    return false;
  }

  @Override
  public boolean mentions(String name) {
    return true;
  }

  @Override
  public Lookup relation(RelationName name) {
    return new Lookup.Unknown();
  }

  @Override
  public Optional<ColumnType.Encrypted> encryptedType(RelationName name) {
    return Optional.empty();
  }

  @Override
  public List<Routine> routines(RelationName name) {
    return List.of();
  }

  @Override
  public Set<Relation> protectedRelations() {
    return Set.of();
  }
}
