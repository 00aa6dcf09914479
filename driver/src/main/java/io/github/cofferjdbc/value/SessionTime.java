package io.github.cofferjdbc.value;

/**
 * What a session says about time: its TimeZone, as the server reports it in the parameter status of
 * that name. Immutable and thread safe.
 *
 * <p>Making one never fails, because a statement that touches no {@code timestamptz} does not need
 * the zone: a zone that Coffer does not know is refused (KE003) by the first value that does.
 *
 * @param timeZone an IANA name such as {@code Europe/Berlin}, {@code UTC}, {@code GMT}, or a fixed
 *     offset in PostgreSQL's POSIX spellings, such as {@code <+03>-03} and {@code GMT-3} (which are
 *     three hours <em>east</em> of Greenwich)
 */
public record SessionTime(String timeZone) {

  /** A session whose TimeZone is UTC. */
  public static final SessionTime UTC = new SessionTime("UTC");
}
