@NullMarked
package io.github.cofferjdbc.keys.local;

import org.jspecify.annotations.NullMarked;
