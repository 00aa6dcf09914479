/** The command line as a user calls it. */
@NullMarked
package io.github.cofferjdbc.cli;

import org.jspecify.annotations.NullMarked;
