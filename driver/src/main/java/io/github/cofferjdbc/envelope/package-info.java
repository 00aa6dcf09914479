@NullMarked
package io.github.cofferjdbc.envelope;

import org.jspecify.annotations.NullMarked;
