package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.SyntaxFacts.Literal;
import io.github.cofferjdbc.sql.syntax.SyntaxFacts.Named;
import io.github.cofferjdbc.sql.syntax.SyntaxFacts.Numbered;
import io.github.cofferjdbc.sql.syntax.SyntaxFacts.Operated;
import io.github.cofferjdbc.sql.syntax.SyntaxFacts.Span;
import java.util.ArrayList;
import java.util.List;

/** Errors that a parser could make, planted into facts to see that the comparison finds them. */
enum PlantedError {
  RELATION_DROPPED {
    @Override
    SyntaxFacts plant(SyntaxFacts facts) {
      List<Named> relations = new ArrayList<>(facts.relations());
      if (!relations.isEmpty()) {
        relations.remove(relations.size() - 1);
      }
      return new SyntaxFacts(
          relations, facts.columns(), facts.parameters(), facts.constants(), facts.operators());
    }
  },
  COLUMN_SHIFTED {
    @Override
    SyntaxFacts plant(SyntaxFacts facts) {
      List<Named> columns = new ArrayList<>(facts.columns());
      if (!columns.isEmpty()) {
        Named first = columns.get(0);
        columns.set(0, new Named(first.start() + 1, first.end() + 1, first.name()));
      }
      return new SyntaxFacts(
          facts.relations(), columns, facts.parameters(), facts.constants(), facts.operators());
    }
  },
  CONSTANT_KIND_CHANGED {
    @Override
    SyntaxFacts plant(SyntaxFacts facts) {
      List<Literal> constants = new ArrayList<>(facts.constants());
      if (!constants.isEmpty()) {
        Literal first = constants.get(0);
        Atom.Constant.Kind kind =
            first.kind() == Atom.Constant.Kind.INTEGER
                ? Atom.Constant.Kind.STRING
                : Atom.Constant.Kind.INTEGER;
        if (first.kind() != Atom.Constant.Kind.FLOAT) {
          constants.set(0, new Literal(first.start(), first.end(), kind));
        }
      }
      return new SyntaxFacts(
          facts.relations(), facts.columns(), facts.parameters(), constants, facts.operators());
    }
  },
  PARAMETER_NUMBER_CHANGED {
    @Override
    SyntaxFacts plant(SyntaxFacts facts) {
      List<Numbered> parameters = new ArrayList<>(facts.parameters());
      if (!parameters.isEmpty()) {
        Numbered first = parameters.get(0);
        parameters.set(0, new Numbered(first.start(), first.end(), first.number() + 1));
      }
      return new SyntaxFacts(
          facts.relations(), facts.columns(), parameters, facts.constants(), facts.operators());
    }
  },
  /** {@code (a op b) op c} becomes {@code a op (b op c)}. */
  OPERATORS_ROTATED {
    @Override
    SyntaxFacts plant(SyntaxFacts facts) {
      List<Operated> operators = new ArrayList<>(facts.operators());
      for (int i = 0; i < operators.size(); i++) {
        for (int j = 0; j < operators.size(); j++) {
          Operated inner = operators.get(i);
          Operated outer = operators.get(j);
          if (isLeftOf(inner, outer)) {
            Span left = outer.left() == null ? outer.right() : outer.left();
            operators.set(
                i,
                new Operated(
                    inner.start(),
                    inner.end(),
                    inner.name(),
                    inner.left(),
                    new Span(inner.right().start(), outer.right().end())));
            operators.set(
                j,
                new Operated(
                    outer.start(),
                    outer.end(),
                    outer.name(),
                    new Span(inner.right().start(), left.end()),
                    outer.right()));
            return new SyntaxFacts(
                facts.relations(),
                facts.columns(),
                facts.parameters(),
                facts.constants(),
                operators);
          }
        }
      }
      return facts;
    }
  };

  abstract SyntaxFacts plant(SyntaxFacts facts);

  /** Whether one is an infix operator that is the left operand of the other as a whole. */
  private static boolean isLeftOf(Operated inner, Operated outer) {
    Span left = outer.left();
    return left != null
        && inner.left() != null
        && inner.left().start() == left.start()
        && inner.right().end() == left.end()
        && !inner.equals(outer);
  }
}
