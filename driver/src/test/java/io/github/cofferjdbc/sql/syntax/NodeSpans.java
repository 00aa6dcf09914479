package io.github.cofferjdbc.sql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

/** The law of spans: a node lies in the text, and its children lie inside of it. */
final class NodeSpans {
  private NodeSpans() {}

  static void check(String sql, Statement statement) {
    statement.walk(
        node -> {
          boolean ordered =
              0 <= node.start() && node.start() < node.end() && node.end() <= sql.length();
          if (!ordered) {
            assertThat(ordered).as("%s in %s", node.getClass(), sql).isTrue();
          }
          // An interval's fields stand after its string, but belong to its type.
          if (!(node instanceof TypeName)) {
            node.forEachChild(
                child -> {
                  if (child.start() < node.start() || child.end() > node.end()) {
                    assertThat(child)
                        .as("%s outside of %s in %s", child.getClass(), node.getClass(), sql)
                        .isNull();
                  }
                });
          }
        });
  }
}
