/** Cluster keys in an HSM that speaks PKCS#11, through the JDK's own provider. */
@NullMarked
package io.github.cofferjdbc.keys.pkcs11;

import org.jspecify.annotations.NullMarked;
