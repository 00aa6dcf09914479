/** Programs that others wrote, run as processes of their own on the one jar. */
@NullMarked
package io.github.cofferjdbc.tools;

import org.jspecify.annotations.NullMarked;
