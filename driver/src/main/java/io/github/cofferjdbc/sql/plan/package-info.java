/** What the analysis of a statement comes to: facts without behaviour, shared and immutable. */
@NullMarked
package io.github.cofferjdbc.sql.plan;

import org.jspecify.annotations.NullMarked;
