package io.github.cofferjdbc.keys;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, last first, unless it is kept: for constructions of several steps. */
final class Opening implements AutoCloseable {

  private final Deque<Runnable> closers = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T opened) {
    closers.push(
        () -> {
          try {
            opened.close();
          } catch (Exception e) {
            throw new IllegalStateException("closing failed", e);
          }
        });
    return opened;
  }

  /** Leaves everything open: it has an owner now. */
  void keep() {
    closers.clear();
  }

  @Override
  public void close() {
    while (!closers.isEmpty()) {
      closers.pop().run();
    }
  }
}
