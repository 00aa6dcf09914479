@NullMarked
package io.github.cofferjdbc.examples;

import org.jspecify.annotations.NullMarked;
