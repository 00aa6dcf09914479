@NullMarked
package io.github.cofferjdbc.observe;

import org.jspecify.annotations.NullMarked;
