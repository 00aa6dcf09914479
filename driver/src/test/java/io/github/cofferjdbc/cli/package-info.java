@NullMarked
package io.github.cofferjdbc.cli;

import org.jspecify.annotations.NullMarked;
