@NullMarked
package io.github.cofferjdbc;

import org.jspecify.annotations.NullMarked;
