/** The same statements on a plain schema through pgjdbc and on an encrypted one through Coffer. */
@NullMarked
package io.github.cofferjdbc.differential;

import org.jspecify.annotations.NullMarked;
