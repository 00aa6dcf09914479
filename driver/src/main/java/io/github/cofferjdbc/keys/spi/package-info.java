/**
 * What a provider of master keys implements, with types of the JDK only; found by {@link
 * java.util.ServiceLoader}.
 */
@NullMarked
package io.github.cofferjdbc.keys.spi;

import org.jspecify.annotations.NullMarked;
