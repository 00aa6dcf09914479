package io.github.cofferjdbc.keys;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, last first, unless it is kept: for constructions of several steps. */
final class Opening implements AutoCloseable {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T opened) {
    open.push(opened);
    return opened;
  }

  /** Leaves everything open: it has an owner now. */
  void keep() {
    open.clear();
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("closing failed", e);
      }
    }
  }
}
