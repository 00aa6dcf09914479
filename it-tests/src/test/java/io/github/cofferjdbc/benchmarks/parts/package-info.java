/**
 * JMH benchmarks of the parts of a value's way, one class for each. They report and never fail a
 * build: docs/benchmarks.md has the command.
 */
@org.jspecify.annotations.NullMarked
package io.github.cofferjdbc.benchmarks.parts;
