package io.github.cofferjdbc.differential;

/** A column of a table. */
record Column(String name, Type type) {}
