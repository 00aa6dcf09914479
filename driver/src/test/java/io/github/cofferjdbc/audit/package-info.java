@NullMarked
package io.github.cofferjdbc.audit;

import org.jspecify.annotations.NullMarked;
