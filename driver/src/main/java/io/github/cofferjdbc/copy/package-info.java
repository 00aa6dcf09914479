/**
 * The formats of COPY: streams of text, CSV and binary rows in which some fields are converted and
 * everything else stays byte for byte as it is.
 */
@NullMarked
package io.github.cofferjdbc.copy;

import org.jspecify.annotations.NullMarked;
