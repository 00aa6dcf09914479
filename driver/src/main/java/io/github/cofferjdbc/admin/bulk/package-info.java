/** The long commands: what reads or changes every value of a column, table or database. */
@NullMarked
package io.github.cofferjdbc.admin.bulk;

import org.jspecify.annotations.NullMarked;
