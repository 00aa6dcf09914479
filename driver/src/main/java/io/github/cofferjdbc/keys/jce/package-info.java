/** Cluster keys in an HSM that has a JCE provider of its own, such as AWS CloudHSM. */
@NullMarked
package io.github.cofferjdbc.keys.jce;

import org.jspecify.annotations.NullMarked;
