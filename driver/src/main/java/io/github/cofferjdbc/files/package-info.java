/**
 * Files that only their owner can read, written so that a crash leaves them whole, and locks on
 * them.
 */
@NullMarked
package io.github.cofferjdbc.files;

import org.jspecify.annotations.NullMarked;
