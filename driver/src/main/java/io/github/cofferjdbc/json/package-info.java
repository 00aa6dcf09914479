@NullMarked
package io.github.cofferjdbc.json;

import org.jspecify.annotations.NullMarked;
