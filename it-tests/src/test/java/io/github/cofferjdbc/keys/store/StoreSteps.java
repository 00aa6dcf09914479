package io.github.cofferjdbc.keys.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Lets tests of other packages watch each step of a file key store's changes. */
public final class StoreSteps {

  private StoreSteps() {}

  /** Returns a store in the folder that tells of each step before it goes on. */
  public static KeyStore watched(Path folder, Consumer<String> reached) throws SQLException {
    return new FileKeyStore(folder, step -> reached.accept(step.name()));
  }
}
