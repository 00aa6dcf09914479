@NullMarked
package io.github.cofferjdbc.keys.jce;

import org.jspecify.annotations.NullMarked;
