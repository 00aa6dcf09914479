/** What several integration tests share: servers to talk to, and a token to keep keys in. */
@NullMarked
package io.github.cofferjdbc.testing;

import org.jspecify.annotations.NullMarked;
