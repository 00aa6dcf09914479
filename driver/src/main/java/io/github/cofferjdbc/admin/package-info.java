/** The operations of the command line as an API. */
@NullMarked
package io.github.cofferjdbc.admin;

import org.jspecify.annotations.NullMarked;
