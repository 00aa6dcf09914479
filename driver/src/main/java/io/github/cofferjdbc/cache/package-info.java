/** A bounded cache that costs a start nothing. */
@NullMarked
package io.github.cofferjdbc.cache;

import org.jspecify.annotations.NullMarked;
