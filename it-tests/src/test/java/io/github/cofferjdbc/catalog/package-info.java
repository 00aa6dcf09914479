/** The catalog against real servers. */
@NullMarked
package io.github.cofferjdbc.catalog;

import org.jspecify.annotations.NullMarked;
