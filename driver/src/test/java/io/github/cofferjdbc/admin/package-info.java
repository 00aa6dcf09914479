@NullMarked
package io.github.cofferjdbc.admin;

import org.jspecify.annotations.NullMarked;
