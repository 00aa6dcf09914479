package io.github.cofferjdbc.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import io.github.cofferjdbc.value.ServerValues.Answer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads thousands of texts with Coffer and with the server, and compares value, printed text and
 * SQLState. A text that Coffer refuses (KE003) may be anything to the server; how many those are is
 * printed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValueAgreementIT {

  private static final int TEXTS = Integer.getInteger("coffer.test.texts", 4000);

  /** Days of years so far away that the server's arithmetic overflows unnoticed. */
  private static final Pattern DAY_OF_FAR_YEAR =
      Pattern.compile("\\d{7,}[^0-9]\\d{3}|[^0-9]\\d{3}[^0-9].*BC");

  private final long seed = Long.getLong("coffer.test.seed", new Random().nextInt(1 << 30));

  private TestDatabase database;
  private ServerValues server;

  @BeforeAll
  void start() throws SQLException {
    System.err.println("ValueAgreementIT: seed " + seed);
    database = TestPostgres.shared().newDatabase();
    server = new ServerValues(database.connect());
  }

  @AfterAll
  void stop() throws SQLException {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(BaseType.class)
  void readsAndPrintsAsTheServerDoes(BaseType type) throws SQLException {
    SessionTime session = server.setTimeZone("Europe/Berlin");

    compare(type, session, new SampleTexts(new Random(seed)).of(type, TEXTS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "GMT",
        "America/New_York",
        "America/St_Johns",
        "America/Sao_Paulo",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Africa/Monrovia",
        "Europe/Dublin",
        "Europe/Moscow",
        "Pacific/Apia",
        "Antarctica/Troll",
        "<+03>-03",
        "GMT-5",
        "<-02:30>+02:30",
        "5.5"
      })
  void readsAndPrintsInstantsInEveryZoneAsTheServerDoes(String zone) throws SQLException {
    SessionTime session = server.setTimeZone(zone);

    compare(
        BaseType.TIMESTAMPTZ,
        session,
        new SampleTexts(new Random(seed + zone.hashCode())).of(BaseType.TIMESTAMPTZ, TEXTS));
  }

  private void compare(BaseType type, SessionTime session, List<String> texts) throws SQLException {
    List<Answer> answers = server.read(type, texts);
    Agreement agreement = new Agreement(type + " in " + session.timeZone(), server.majorVersion());
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      boolean overflows =
          type.typeName().matches("date|timestamp.*") && DAY_OF_FAR_YEAR.matcher(text).find();
      if (!overflows) {
        agreement.add(text, read(type, text, session), answers.get(i));
      }
    }
    agreement.check(seed);
  }

  private static Answer read(BaseType type, String text, SessionTime session) {
    try {
      byte[] binary = ValueText.fromText(type, text, session);
      String printed = ValueText.toText(type, binary, session);
      // The sign of a NaN is kept but not printed.
      assertThat(
              printed.equals("NaN")
                  || Arrays.equals(ValueText.fromText(type, printed, session), binary))
          .as(printed)
          .isTrue();
      assertThat(ValueText.fromBinary(type, binary)).isEqualTo(binary);
      return new Answer(null, binary, printed);
    } catch (SQLException e) {
      return new Answer(e.getSQLState(), null, null);
    } catch (MalformedValueException e) {
      throw new AssertionError("cannot print what it made of: " + text, e);
    }
  }
}
