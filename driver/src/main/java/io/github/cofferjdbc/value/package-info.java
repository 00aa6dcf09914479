@NullMarked
package io.github.cofferjdbc.value;

import org.jspecify.annotations.NullMarked;
