package io.github.cofferjdbc.differential;

/** Fresh aliases of one statement. Used by one thread. */
final class Names {
  private int last;

  String next() {
    last++;
    return "t" + last;
  }
}
