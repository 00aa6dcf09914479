@NullMarked
package io.github.cofferjdbc.crypto;

import org.jspecify.annotations.NullMarked;
