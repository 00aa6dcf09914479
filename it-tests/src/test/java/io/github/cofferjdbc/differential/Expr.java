package io.github.cofferjdbc.differential;

/** An expression and its type. */
record Expr(Sql sql, Type type) {
  static Expr column(String name, Type type) {
    return new Expr(Sql.of(name), type);
  }
}
