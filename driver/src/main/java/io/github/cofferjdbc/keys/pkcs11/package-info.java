@NullMarked
package io.github.cofferjdbc.keys.pkcs11;

import org.jspecify.annotations.NullMarked;
