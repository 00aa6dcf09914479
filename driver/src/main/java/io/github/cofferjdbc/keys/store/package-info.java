/** Where wrapped keys are kept, and the record that is kept there. */
@NullMarked
package io.github.cofferjdbc.keys.store;

import org.jspecify.annotations.NullMarked;
