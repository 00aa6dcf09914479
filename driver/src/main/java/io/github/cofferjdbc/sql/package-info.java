@NullMarked
package io.github.cofferjdbc.sql;

import org.jspecify.annotations.NullMarked;
