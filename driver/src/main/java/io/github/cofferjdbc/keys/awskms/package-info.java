@NullMarked
package io.github.cofferjdbc.keys.awskms;

import org.jspecify.annotations.NullMarked;
