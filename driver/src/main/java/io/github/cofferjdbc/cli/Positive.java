package io.github.cofferjdbc.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Numbers of options that must be positive. No state. */
final class Positive {

  private Positive() {}

  /** Refuses a number below 1 as wrong usage. */
  static void check(CommandSpec spec, String option, long value) {
    if (value < 1) {
      throw new ParameterException(spec.commandLine(), option + " takes a number from 1 on");
    }
  }
}
