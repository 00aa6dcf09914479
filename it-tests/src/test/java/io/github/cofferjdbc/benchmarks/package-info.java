/**
 * Programs that measure Coffer against plain pgjdbc. They report and never fail a build:
 * docs/benchmarks.md has the command.
 */
@org.jspecify.annotations.NullMarked
package io.github.cofferjdbc.benchmarks;
