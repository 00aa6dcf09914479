package io.github.cofferjdbc.examples;

import java.io.PrintStream;
import java.util.Locale;

/** The best rows per second of several rounds, through Coffer and past it. */
final class Speeds {
  private final Pair load = new Pair();
  private final Pair read = new Pair();

  void load(double coffer, double plain) {
    load.add(coffer, plain);
  }

  void read(double coffer, double plain) {
    read.add(coffer, plain);
  }

  void print(PrintStream out) {
    out.printf(Locale.ROOT, "  %-8s %12s %12s %8s%n", "", "Coffer", "plain", "ratio");
    load.print(out, "load");
    read.print(out, "read");
  }

  private static final class Pair {
    private double coffer;
    private double plain;

    void add(double cofferRate, double plainRate) {
      coffer = Math.max(coffer, cofferRate);
      plain = Math.max(plain, plainRate);
    }

    void print(PrintStream out, String work) {
      out.printf(
          Locale.ROOT, "  %-8s %,12.0f %,12.0f %8.2f%n", work, coffer, plain, coffer / plain);
    }
  }
}
