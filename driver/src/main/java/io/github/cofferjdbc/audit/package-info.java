/** The audit log: every use of a key, in the shape of CloudTrail's records, chained by hash. */
@NullMarked
package io.github.cofferjdbc.audit;

import org.jspecify.annotations.NullMarked;
