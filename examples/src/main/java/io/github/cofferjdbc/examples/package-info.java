/** The main job of Coffer from start to end, on made-up people or on a CSV file of your own. */
@NullMarked
package io.github.cofferjdbc.examples;

import org.jspecify.annotations.NullMarked;
