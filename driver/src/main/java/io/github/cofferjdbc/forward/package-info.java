@NullMarked
package io.github.cofferjdbc.forward;

import org.jspecify.annotations.NullMarked;
