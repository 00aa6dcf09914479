package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.sql.plan.Piece;
import io.github.cofferjdbc.sql.syntax.Reading;
import io.github.cofferjdbc.sql.syntax.Script;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The changes to a text, each at token positions; the user's own text stands everywhere else. Used
 * by one thread.
 */
final class Patches {
  /** Those at one place stay in the order in which they were made. */
  private record Patch(int start, int end, Piece piece) implements Comparable<Patch> {
    @Override
    public int compareTo(Patch other) {
      int starts = Integer.compare(start, other.start);
      return starts == 0 ? Integer.compare(end, other.end) : starts;
    }
  }

  private final List<Patch> patches = new ArrayList<>();

  void insert(int at, String text) {
    patches.add(new Patch(at, at, new Piece.Text(text)));
  }

  void replace(int start, int end, String text) {
    patches.add(new Patch(start, end, new Piece.Text(text)));
  }

  /** Puts a parameter's or literal's slot in the place of what stands there. */
  void replace(int start, int end, Piece slot) {
    patches.add(new Patch(start, end, slot));
  }

  /** Returns the text with the changes, every parameter in a slot. */
  List<Piece> apply(Script script) {
    Collections.sort(patches);
    Writer writer = new Writer(script.text());
    int next = 0;
    int number = 0;
    for (Token token : script.tokens()) {
      while (next < patches.size() && patches.get(next).start() <= token.start()) {
        writer.put(patches.get(next++));
      }
      if (token.kind() == Token.Kind.PARAMETER) {
        number++;
        if (token.start() >= writer.at) {
          int index =
              script.reading() == Reading.JDBC ? number - 1 : Integer.parseInt(token.value()) - 1;
          writer.put(new Patch(token.start(), token.end(), new Piece.ParameterSlot(index, "")));
        }
      }
    }
    while (next < patches.size()) {
      writer.put(patches.get(next++));
    }
    return writer.end();
  }

  /** Collects the pieces; neighbouring texts become one. */
  private static final class Writer {
    private final String text;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder pending = new StringBuilder();
    private int at;

    Writer(String text) {
      this.text = text;
    }

    void put(Patch patch) {
      if (patch.start() < at) {
        throw new IllegalStateException("two changes at one place of the text");
      }
      pending.append(text, at, patch.start());
      at = patch.end();
      if (patch.piece() instanceof Piece.Text inserted) {
        pending.append(inserted.text());
      } else {
        flush();
        pieces.add(patch.piece());
      }
    }

    List<Piece> end() {
      pending.append(text, at, text.length());
      flush();
      return pieces;
    }

    private void flush() {
      if (pending.length() > 0) {
        pieces.add(new Piece.Text(pending.toString()));
        pending.setLength(0);
      }
    }
  }
}
