/**
 * PostgreSQL's SQL: tokens, trees and the parser that makes them, without any knowledge of a
 * catalog.
 *
 * <p>The grammar is that of PostgreSQL 17 ({@code gram.y}), with what 18 adds to RETURNING. What
 * the parser does not understand it refuses ({@link
 * io.github.cofferjdbc.sql.syntax.SyntaxRefusal}); it never guesses.
 */
@NullMarked
package io.github.cofferjdbc.sql.syntax;

import org.jspecify.annotations.NullMarked;
