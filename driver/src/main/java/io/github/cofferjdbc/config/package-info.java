@NullMarked
package io.github.cofferjdbc.config;

import org.jspecify.annotations.NullMarked;
