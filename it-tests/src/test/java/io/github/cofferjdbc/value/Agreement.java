package io.github.cofferjdbc.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.value.ServerValues.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Counts where Coffer and a server agree. What Coffer refuses (KE003) may be anything to the
 * server. Coffer follows PostgreSQL 18; an older server may call another text an error, or the same
 * text another error, but a value that both read has to be the same.
 */
final class Agreement {

  private final String what;
  private final boolean followed;
  private final List<String> differences = new ArrayList<>();
  private int values;
  private int errors;
  private int refused;
  private int refusedButRead;
  private int ofOlderServer;

  Agreement(String what, int majorVersion) {
    this.what = what;
    this.followed = majorVersion >= 18;
  }

  void add(String text, Answer ours, Answer theirs) {
    if ("KE003".equals(ours.state())) {
      refused++;
      refusedButRead += theirs.state() == null ? 1 : 0;
    } else if (!Objects.equals(ours.state(), theirs.state())) {
      if (followed) {
        differences.add(describe(text, ours, theirs));
      } else {
        ofOlderServer++;
      }
    } else if (ours.state() != null) {
      errors++;
    } else if (Arrays.equals(ours.binary(), theirs.binary())
        && Objects.equals(ours.text(), theirs.text())) {
      values++;
    } else {
      differences.add(describe(text, ours, theirs));
    }
  }

  /** Fails if there is a difference; prints the figures. */
  void check(long seed) {
    System.err.printf(
        "Agreement: %s: %d equal values, %d equal errors, %d refused (%d of them read by the"
            + " server), %d errors differ on an older server, %d differences%n",
        what, values, errors, refused, refusedButRead, ofOlderServer, differences.size());
    assertThat(differences).as("%s, seed %d", what, seed).isEmpty();
  }

  private static String describe(String text, Answer ours, Answer theirs) {
    return "<%s> ours %s, theirs %s".formatted(brief(text), describe(ours), describe(theirs));
  }

  private static String describe(Answer answer) {
    if (answer.state() != null) {
      return answer.state();
    }
    byte[] binary = answer.binary();
    return brief(String.valueOf(answer.text()))
        + (binary == null ? "" : " " + brief(HexFormat.of().formatHex(binary)));
  }

  private static String brief(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "… " + text.length() : text;
  }
}
