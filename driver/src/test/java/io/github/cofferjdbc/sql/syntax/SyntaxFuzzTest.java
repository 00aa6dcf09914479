package io.github.cofferjdbc.sql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever the text: tokens join to it, statements parse or are refused, nothing else is thrown,
 * and no text takes long.
 */
class SyntaxFuzzTest {
  private static final int ROUNDS = 20_000;
  private static final long LONGEST_NANOS = 5_000_000_000L;
  private static final List<String> SEEDS =
      List.of(
          "SELECT a, (b).c[1], 'x'::text FROM s.t AS x JOIN u USING (a) WHERE a IN (1, 2) OR NOT b",
          "INSERT INTO t (a, b) VALUES (?, E'\\x41'), (DEFAULT, $$q$$) ON CONFLICT (a) DO NOTHING",
          "UPDATE t SET (a, b) = (SELECT 1, U&'\\0041'), c = -1.5e3 WHERE d LIKE '%x' RETURNING *",
          "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT"
              + " VALUES (1)",
          "WITH RECURSIVE x AS (SELECT {fn f(?)} UNION ALL SELECT 0x1F) SELECT count(*) OVER (w)"
              + " FROM x WINDOW w AS (ORDER BY a) /* c */ -- d",
          "SELECT json_object('a' VALUE 1), xmlelement(NAME a), extract(day FROM b), b'01', \"q\"");
  private static final String PIECES =
      "( ) [ ] , . ; : :: := => .. { } ' \" $$ $a$ $1 ? ?? -- /* */ + - * / ^ < > = <> @ ~ | \\ \0 é"
          + " 1 1. .5 1e 0x E' U&' b' select from where and or not in is null between like as with"
          + " union case when end array row values insert update set on join using over cast \ud800";

  @Test
  void nothingButRefusalsIsThrown() throws IOException {
    long seed = Long.getLong("coffer.test.seed", System.nanoTime());
    System.out.println("fuzz seed " + seed);
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>(SEEDS);
    if (Files.exists(CorpusStatement.location())) {
      for (CorpusStatement statement : CorpusStatement.all()) {
        if (statement.sql().length() < 2000) {
          texts.add(statement.sql());
        }
      }
    }
    String[] pieces = PIECES.split(" ", -1);
    List<Reading> readings = List.of(Reading.values());
    int parsed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = texts.get(random.nextInt(texts.size()));
      for (int change = random.nextInt(4); change >= 0; change--) {
        text = changed(text, texts, pieces, random);
      }
      Reading reading = readings.get(random.nextInt(readings.size()));
      parsed += tried(text, reading) ? 1 : 0;
    }
    System.out.printf("fuzz: %d texts, %d of them parsed%n", ROUNDS, parsed);
  }

  private static boolean tried(String text, Reading reading) {
    long start = System.nanoTime();
    boolean parsed = false;
    try {
      Script script = SqlParser.split(text, reading);
      StringBuilder joined = new StringBuilder(text.length());
      for (Token token : script.tokens()) {
        assertThat(token.start()).isEqualTo(joined.length());
        joined.append(text, token.start(), token.end());
      }
      assertThat(joined.toString()).isEqualTo(text);
      Mentions.names(script.tokens());
      for (Script.Part part : script.parts()) {
        Statement statement = SqlParser.parse(part);
        NodeSpans.check(text, statement);
        SyntaxFacts.of(statement);
        parsed = true;
      }
    } catch (SyntaxRefusal refused) {
      assertThat(refused.offset()).isBetween(0, text.length());
    } catch (RuntimeException | StackOverflowError broken) {
      throw new AssertionError("in " + reading + ": " + text, broken);
    }
    assertThat(System.nanoTime() - start).as(text).isLessThan(LONGEST_NANOS);
    return parsed;
  }

  private static String changed(String text, List<String> texts, String[] pieces, Random random) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(12));
    return switch (random.nextInt(5)) {
      case 0 -> text.substring(0, from) + text.substring(to);
      case 1 ->
          text.substring(0, from) + pieces[random.nextInt(pieces.length)] + text.substring(from);
      case 2 -> text.substring(0, from) + text.substring(from, to).repeat(2) + text.substring(to);
      case 3 -> {
        String other = texts.get(random.nextInt(texts.size()));
        int start = random.nextInt(other.length() + 1);
        int end = Math.min(other.length(), start + random.nextInt(40));
        yield text.substring(0, from) + other.substring(start, end) + text.substring(to);
      }
      default -> text.substring(0, from);
    };
  }
}
