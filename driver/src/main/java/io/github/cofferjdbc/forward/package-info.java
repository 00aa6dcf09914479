/**
 * Forwarding base classes of the JDBC interfaces: no behaviour of their own. What carries values or
 * SQL text, or leads to rows, stays abstract, so that the compiler makes {@code jdbc} decide it.
 */
@NullMarked
package io.github.cofferjdbc.forward;

import org.jspecify.annotations.NullMarked;
