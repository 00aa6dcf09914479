/** What Coffer tells about itself: counters and events, without a value, key or literal. */
@NullMarked
package io.github.cofferjdbc.observe;

import org.jspecify.annotations.NullMarked;
