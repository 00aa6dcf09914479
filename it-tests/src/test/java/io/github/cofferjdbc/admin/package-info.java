/** Operations against real servers. */
@NullMarked
package io.github.cofferjdbc.admin;

import org.jspecify.annotations.NullMarked;
