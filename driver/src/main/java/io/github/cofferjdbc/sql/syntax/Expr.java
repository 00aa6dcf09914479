package io.github.cofferjdbc.sql.syntax;

/** An expression; the five kinds are families of records. */
public sealed interface Expr extends Node permits Atom, Operation, Condition, Call, Composite {}
