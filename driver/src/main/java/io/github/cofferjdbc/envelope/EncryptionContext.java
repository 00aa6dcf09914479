package io.github.cofferjdbc.envelope;

import io.github.cofferjdbc.error.CofferState;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What binds a cluster's keys to the cluster: its ARN and its creation time, exactly two entries
 * whose names begin with the ARN's partition and service, as Amazon Redshift names its own ({@code
 * aws:redshift:arn}, {@code aws:redshift:createtime}).
 *
 * <p>It goes into every call of the key service, and through AAD and HKDF into every key below. It
 * is not secret. Immutable and thread safe.
 *
 * @param arn the cluster's ARN
 * @param created when the cluster was made, whole minutes
 */
public record EncryptionContext(String arn, Instant created) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private static final Pattern ARN =
      Pattern.compile(
          "arn:(?<partition>[a-z][a-z0-9-]*):(?<service>[a-z][a-z0-9-]*)"
              + ":[a-z0-9-]*:[A-Za-z0-9-]*:[\\x21-\\x7E]+");

  private static final int MAX_ARN_LENGTH = 2048;

  /** Seconds from 1970 to the beginnings of these years in UTC. */
  private static final long YEAR_0 = -62_167_219_200L;

  private static final long YEAR_10000 = 253_402_300_800L;

  private static final DateTimeFormatter CREATE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);

  /** Made by {@link #of} and {@link #parse}, which check; here a bad part is a bug. */
  public EncryptionContext {
    if (!isArn(arn)) {
      throw new IllegalArgumentException("not an ARN");
    }
    if (!created.equals(created.truncatedTo(ChronoUnit.MINUTES)) || !hasFourDigitYear(created)) {
      throw new IllegalArgumentException(
          "not a creation time in whole minutes of the years 0 to 9999");
    }
  }

  /**
   * Returns the context of a new cluster; seconds of the creation time are cut off.
   *
   * @param cluster an ARN, or a name, which stands for {@code arn:coffer:postgresql:::cluster:NAME}
   * @throws SQLException KE009 if it is neither, or the year is not 0 to 9999
   */
  public static EncryptionContext of(String cluster, Instant created) throws SQLException {
    if (!hasFourDigitYear(created)) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "The creation time of a cluster must lie in the years 0 to 9999.");
    }
    return new EncryptionContext(arnOf(cluster), created.truncatedTo(ChronoUnit.MINUTES));
  }

  /**
   * Returns the context with this creation time as {@link #createTime} writes it.
   *
   * @throws SQLException KE009 if one of them is malformed
   */
  public static EncryptionContext parse(String cluster, String createTime) throws SQLException {
    try {
      return of(cluster, CREATE_TIME.parse(createTime, Instant::from));
    } catch (DateTimeException e) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "The creation time of a cluster is written like 20150206T1832Z.", e);
    }
  }

  /**
   * Returns the ARN that a user means by an ARN or a bare name.
   *
   * @throws SQLException KE009 if it is neither
   */
  public static String arnOf(String cluster) throws SQLException {
    String arn =
        NAME.matcher(cluster).matches() ? "arn:coffer:postgresql:::cluster:" + cluster : cluster;
    if (!isArn(arn)) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "A cluster is named by an ARN such as arn:aws:redshift:eu-central-1:123456789012:namespace:…"
              + " or by a name of 1 to 63 letters, digits, dots, underscores and hyphens.");
    }
    return arn;
  }

  /** Returns the creation time as {@code yyyyMMdd'T'HHmm'Z'} in UTC, such as 20150206T1832Z. */
  public String createTime() {
    return CREATE_TIME.format(created);
  }

  /** Returns the two entries, sorted by name; cannot be changed. */
  public SortedMap<String, String> entries() {
    Matcher matcher = ARN.matcher(arn);
    if (!matcher.matches()) {
      throw new IllegalStateException("not an ARN");
    }
    String prefix = matcher.group("partition") + ":" + matcher.group("service") + ":";
    SortedMap<String, String> entries = new TreeMap<>();
    entries.put(prefix + "arn", arn);
    entries.put(prefix + "createtime", createTime());
    return Collections.unmodifiableSortedMap(entries);
  }

  private static boolean isArn(String text) {
    return text.length() <= MAX_ARN_LENGTH && ARN.matcher(text).matches();
  }

  private static boolean hasFourDigitYear(Instant instant) {
    return instant.getEpochSecond() >= YEAR_0 && instant.getEpochSecond() < YEAR_10000;
  }
}
