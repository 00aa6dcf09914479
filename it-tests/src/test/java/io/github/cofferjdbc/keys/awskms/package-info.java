/** AWS KMS: the real SDK against the tests' key service. */
@NullMarked
package io.github.cofferjdbc.keys.awskms;

import org.jspecify.annotations.NullMarked;
