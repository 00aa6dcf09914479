package io.github.cofferjdbc.files;

import java.io.IOException;

/** Told of each step of a change, so that a test can fail or stop the process there. */
@FunctionalInterface
public interface Steps {

  /** The points of a change at which a crash may leave something behind. */
  enum Step {
    LOCKED,
    WRITTEN_ASIDE,
    RENAMED
  }

  /** Does nothing. */
  Steps SILENT = step -> {};

  void reached(Step step) throws IOException;
}
