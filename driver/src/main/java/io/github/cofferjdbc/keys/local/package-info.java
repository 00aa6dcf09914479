/** A master key in a password-protected file: for development. */
@NullMarked
package io.github.cofferjdbc.keys.local;

import org.jspecify.annotations.NullMarked;
