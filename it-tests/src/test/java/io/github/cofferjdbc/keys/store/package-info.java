/** Key stores against real servers. */
@NullMarked
package io.github.cofferjdbc.keys.store;

import org.jspecify.annotations.NullMarked;
