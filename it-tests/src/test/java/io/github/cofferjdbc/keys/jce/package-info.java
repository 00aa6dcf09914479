/** Keys of a JCE provider that chooses its own nonce. */
@NullMarked
package io.github.cofferjdbc.keys.jce;

import org.jspecify.annotations.NullMarked;
