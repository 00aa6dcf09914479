@NullMarked
package io.github.cofferjdbc.keys;

import org.jspecify.annotations.NullMarked;
