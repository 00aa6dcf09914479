@NullMarked
package io.github.cofferjdbc.jdbc;

import org.jspecify.annotations.NullMarked;
