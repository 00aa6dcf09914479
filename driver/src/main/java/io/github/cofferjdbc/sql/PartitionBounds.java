package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.sql.syntax.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bounds of a partition, which the server keeps. Those of a LIST by a protected column are
 * sealed as the column's values are. Used by one thread.
 */
final class PartitionBounds {
  private static final String CONSTRUCT = "FOR VALUES";

  private final Context context;
  private final TableColumns parent;

  /**
   * @param parent the partitioned table
   */
  PartitionBounds(Context context, TableColumns parent) {
    this.context = context;
    this.parent = parent;
  }

  /** Checks the bounds, wherever they stand among the tokens. */
  void check(List<Token> tokens) {
    Words words = new Words(tokens);
    while (words.find("for") && !words.next("for", "values")) {
      words.step(); // behind a dot it is a name
    }
    if (!words.skip("for", "values")) {
      return;
    }
    boolean isList = words.next("in");
    List<Token> bounds = new ArrayList<>();
    while (words.skipAny("in", "from", "to")) {
      words.parentheses().ifPresent(bounds::addAll);
    }
    if (!Words.hasValue(bounds)) {
      return;
    }
    Optional<List<String>> key = parent.keyColumns();
    Optional<String> encrypted =
        key.flatMap(columns -> columns.stream().filter(parent::isEncrypted).findFirst());
    if (encrypted.isPresent()) {
      if (!isList) {
        throw parent.refusal(encrypted.get(), CONSTRUCT, "a range of ciphertexts means nothing");
      }
      seal(bounds, encrypted.get());
    } else if (key.isPresent() && !context.catalog().pinned()) {
      parent.checkNullTests(bounds, CONSTRUCT);
    } else if (parent.mayHaveKeys() && !(isList && isEncrypted(bounds))) {
      throw Refusal.of(
          CONSTRUCT,
          "the partition key may be a protected column, whose bounds would be plaintext;"
              + " write each bound with a cast to the encrypted type, partition BY HASH, or by a"
              + " plain column of a table without _eq columns");
    }
  }

  private void seal(List<Token> bounds, String column) {
    for (List<Token> bound : Words.elements(bounds)) {
      if (!new Words(bound).next("null") || bound.size() > 1) {
        parent.bound(column, bound);
      }
    }
  }

  /** Tells whether each constant has a cast to an encrypted type, and seals them. */
  private boolean isEncrypted(List<Token> bounds) {
    StoredExpressions stored = new StoredExpressions(context);
    for (List<Token> bound : Words.elements(bounds)) {
      if (Words.hasValue(bound) && !stored.isEncrypted(bound, CONSTRUCT)) {
        return false;
      }
    }
    return true;
  }
}
