@NullMarked
package io.github.cofferjdbc.keys.spi;

import org.jspecify.annotations.NullMarked;
