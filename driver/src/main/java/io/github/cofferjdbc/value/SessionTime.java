package io.github.cofferjdbc.value;

import io.github.cofferjdbc.error.CofferState;
import java.sql.SQLException;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * What a session says about time: its TimeZone, as the server reports it in the parameter status of
 * that name. Immutable and thread safe.
 *
 * <p>Making one never fails, because a statement that touches no {@code timestamptz} does not need
 * the zone: a zone that Coffer does not know is refused (KE003) by the first value that does.
 */
public final class SessionTime {

  /** A session whose TimeZone is UTC. */
  public static final SessionTime UTC = new SessionTime("UTC");

  private final String timeZone;

  /** Null if Coffer does not know the zone. */
  private final @Nullable ZoneRules rules;

  /**
   * Makes the facts of a session.
   *
   * @param timeZone an IANA name such as {@code Europe/Berlin}, {@code UTC}, {@code GMT}, or a
   *     fixed offset in PostgreSQL's POSIX spellings, such as {@code <+03>-03} and {@code GMT-3}
   *     (which are three hours <em>east</em> of Greenwich)
   */
  public SessionTime(String timeZone) {
    this.timeZone = timeZone;
    this.rules = Zones.find(timeZone).orElse(null);
  }

  /** Returns the zone's name as the server reported it. */
  public String timeZone() {
    return timeZone;
  }

  /** Returns the zone's rules, or refuses. */
  ZoneRules rules() throws SQLException {
    if (rules == null) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "the session's TimeZone is not known to Coffer, which reads and prints protected"
              + " timestamptz values itself: SET TimeZone to an IANA name such as Europe/Berlin,"
              + " or to UTC");
    }
    return rules;
  }

  /**
   * Tells whether the zone is a POSIX one that starts with this abbreviation, such as {@code
   * GMT-5}: PostgreSQL 18 then gives {@code GMT} the offset of the zone.
   */
  boolean redefines(String abbreviation) {
    int length = abbreviation.length();
    return timeZone.length() > length
        && timeZone.regionMatches(true, 0, abbreviation, 0, length)
        && !Character.isLetter(timeZone.charAt(length));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SessionTime session && timeZone.equals(session.timeZone);
  }

  @Override
  public int hashCode() {
    return timeZone.hashCode();
  }

  @Override
  public String toString() {
    return "SessionTime[" + timeZone + "]";
  }
}
