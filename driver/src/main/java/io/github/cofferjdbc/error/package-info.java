@NullMarked
package io.github.cofferjdbc.error;

import org.jspecify.annotations.NullMarked;
