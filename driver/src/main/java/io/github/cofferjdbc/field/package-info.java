@NullMarked
package io.github.cofferjdbc.field;

import org.jspecify.annotations.NullMarked;
