package io.github.cofferjdbc.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import io.github.cofferjdbc.value.ServerValues.Answer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Assigns, casts and compares values of every type that a setter announces to columns of every base
 * type, with Coffer and with the server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoercionAgreementIT {

  private static final int TEXTS = 150;

  private static final Set<Source> SOURCES =
      EnumSet.complementOf(EnumSet.of(Source.UNKNOWN, Source.OTHER));

  private static final Set<BaseType> SEARCHABLE =
      EnumSet.complementOf(EnumSet.of(BaseType.JSON, BaseType.JSONB));

  private final long seed = Long.getLong("coffer.test.seed", new Random().nextInt(1 << 30));

  private TestDatabase database;
  private ServerValues server;

  @BeforeAll
  void start() throws SQLException {
    System.err.println("CoercionAgreementIT: seed " + seed);
    database = TestPostgres.shared().newDatabase();
    server = new ServerValues(database.connect());
  }

  private Agreement agreement(String what) throws SQLException {
    return new Agreement(what, server.majorVersion());
  }

  @AfterAll
  void stop() throws SQLException {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(BaseType.class)
  void assignsAsTheServerDoes(BaseType column) throws SQLException {
    SessionTime session = server.setTimeZone("America/New_York");
    Agreement agreement = agreement("assignment to " + column);
    for (Source source : SOURCES) {
      List<String> texts = texts(column, source);
      List<Answer> answers = server.assign(column, typeName(source), texts);
      for (int i = 0; i < texts.size(); i++) {
        BoundValue value = new BoundValue(source, texts.get(i));
        Answer ours = answer(column, value, session, false);
        if ("4714-11-23 BC".equals(answers.get(i).text())) {
          // PostgreSQL makes a date that is out of range of an instant that is not.
          assertThat(ours.state()).isEqualTo("22008");
        } else {
          agreement.add(source + " " + texts.get(i), ours, answers.get(i));
        }
      }
    }
    agreement.check(seed);
  }

  @ParameterizedTest
  @EnumSource(BaseType.class)
  void castsAsTheServerDoes(BaseType type) throws SQLException {
    SessionTime session = server.setTimeZone("Europe/Berlin");
    Agreement agreement = agreement("cast to " + type);
    for (Source source : SOURCES) {
      List<String> texts = texts(type, source);
      List<Answer> answers = server.cast(type, typeName(source), texts);
      for (int i = 0; i < texts.size(); i++) {
        BoundValue value = new BoundValue(source, texts.get(i));
        agreement.add(
            source + " " + texts.get(i), answer(type, value, session, true), answers.get(i));
      }
    }
    agreement.check(seed);
  }

  @ParameterizedTest
  @CsvSource({"Europe/Berlin", "Pacific/Apia", "America/Sao_Paulo", "UTC"})
  void comparesAsTheServerDoes(String zone) throws SQLException {
    SessionTime session = server.setTimeZone(zone);
    Agreement agreement = agreement("comparison in " + zone);
    for (BaseType column : SEARCHABLE) {
      for (Source source : SOURCES) {
        List<String> others = CompareTexts.readable(source, session);
        compare(agreement, column, source, others, session);
      }
      // An untyped literal is read as the column's type.
      compare(agreement, column, Source.UNKNOWN, CompareTexts.readable(column, session), session);
    }
    agreement.check(seed);
  }

  private void compare(
      Agreement agreement, BaseType column, Source source, List<String> others, SessionTime session)
      throws SQLException {
    List<String> values = CompareTexts.readable(column, session);
    String type = source == Source.UNKNOWN ? column.typeName() : typeName(source);
    List<String> theirs = server.compare(column, values, type, others);
    int next = 0;
    for (String other : others) {
      for (String value : values) {
        agreement.add(
            source + " " + other + " = " + column + " " + value,
            truth(equal(column, value, new BoundValue(source, other), session)),
            truth(theirs.get(next)));
        next++;
      }
    }
  }

  private static Answer truth(String answer) {
    return answer.matches("true|false")
        ? new Answer(null, null, answer)
        : new Answer(answer, null, null);
  }

  private static String equal(
      BaseType column, String value, BoundValue other, SessionTime session) {
    try {
      byte[] stored = Searchable.encode(column, ValueText.fromText(column, value, session));
      boolean equal =
          Coercion.compare(column, other, session) instanceof Comparand.Encoded encoded
              && Arrays.equals(encoded.canonical(), stored);
      return Boolean.toString(equal);
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private List<String> texts(BaseType column, Source source) {
    SampleTexts samples = new SampleTexts(new Random(seed + source.oid()));
    List<String> texts = new ArrayList<>();
    BaseType base =
        switch (source) {
          case TIMETZ -> BaseType.TIME;
          case TEXT, VARCHAR, BPCHAR -> column;
          default -> SourceValue.baseType(source);
        };
    // Long texts and deep ones were compared elsewhere.
    EdgeTexts.of(base).stream().filter(text -> text.length() < 2000).forEach(texts::add);
    for (int i = 0; i < TEXTS; i++) {
      String text = samples.random(base);
      texts.add(
          source == Source.TIMETZ && !text.matches(".*[+-]\\d\\d:\\d\\d$") ? text + "+02" : text);
    }
    return texts;
  }

  static String typeName(Source source) {
    return source == Source.BPCHAR ? "bpchar" : source.displayName();
  }

  private static Answer answer(
      BaseType type, BoundValue value, SessionTime session, boolean explicit) {
    try {
      byte[] binary =
          explicit ? Coercion.cast(type, value, session) : Coercion.assign(type, value, session);
      return new Answer(null, binary, ValueText.toText(type, binary, session));
    } catch (SQLException e) {
      return new Answer(e.getSQLState(), null, null);
    } catch (MalformedValueException e) {
      throw new AssertionError("cannot print what it made", e);
    }
  }
}
