/** PKCS#11 against SoftHSM. */
@NullMarked
package io.github.cofferjdbc.keys.pkcs11;

import org.jspecify.annotations.NullMarked;
