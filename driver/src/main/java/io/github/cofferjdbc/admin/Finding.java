package io.github.cofferjdbc.admin;

import org.jspecify.annotations.Nullable;

/**
 * What {@code doctor} found out about one link of the chain. Immutable.
 *
 * @param check which link, such as {@code master key}
 * @param severity how bad it is
 * @param state the SQLState that a statement would fail with, or null
 * @param message one or two sentences: what is, and if it is not well, how to mend it; no secret
 */
public record Finding(String check, Severity severity, @Nullable String state, String message) {

  /** How bad a finding is. */
  public enum Severity {
    OK,
    /** Works, but should be changed. */
    WARNING,
    /** Does not work. */
    PROBLEM,
    /** Could not be tried, because of another finding or because it was not asked for. */
    SKIPPED
  }

  static Finding ok(String check, String message) {
    return new Finding(check, Severity.OK, null, message);
  }

  static Finding warning(String check, String message) {
    return new Finding(check, Severity.WARNING, null, message);
  }

  static Finding problem(String check, @Nullable String state, String message) {
    return new Finding(check, Severity.PROBLEM, state, message);
  }

  static Finding skipped(String check, String message) {
    return new Finding(check, Severity.SKIPPED, null, message);
  }
}
