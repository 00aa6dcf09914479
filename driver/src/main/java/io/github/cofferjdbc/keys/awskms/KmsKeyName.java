package io.github.cofferjdbc.keys.awskms;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the user names a KMS key: by its ARN, by an alias's ARN, or by an alias of the region that
 * {@code coffer.kmsRegion} names. A bare key id is refused: it says neither region nor account.
 *
 * @param text as it is sent to KMS
 * @param region the region in an ARN; empty for {@code alias/NAME}
 * @param alias whether KMS has to be asked which key it is
 */
record KmsKeyName(String text, Optional<String> region, boolean alias) {

  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:kms:(?<region>[a-z0-9-]+):\\d{12}:"
              + "(?<what>key/[A-Za-z0-9-]+|alias/[A-Za-z0-9/_-]+)");
  private static final Pattern ALIAS = Pattern.compile("alias/[A-Za-z0-9/_-]+");

  static KmsKeyName parse(String text) throws SQLException {
    Matcher arn = ARN.matcher(text);
    if (arn.matches()) {
      return new KmsKeyName(
          text, Optional.of(arn.group("region")), arn.group("what").startsWith("alias/"));
    }
    if (ALIAS.matcher(text).matches()) {
      return new KmsKeyName(text, Optional.empty(), true);
    }
    throw KeyFailure.MISCONFIGURED.exception(
        "The master key aws-kms:"
            + text
            + " does not name a KMS key: write aws-kms:arn:aws:kms:REGION:ACCOUNT:key/ID or"
            + " aws-kms:alias/NAME.");
  }

  /** Returns the region of the ARN, else the one that the settings name. */
  String regionOr(Settings settings) throws SQLException {
    Optional<String> set = settings.text(Setting.KMS_REGION);
    if (region.isPresent() && set.isPresent() && !set.equals(region)) {
      throw KeyFailure.MISCONFIGURED.exception(
          "coffer.kmsRegion is "
              + set.get()
              + ", but the master key "
              + text
              + " lies in "
              + region.get()
              + "; leave the setting out.");
    }
    return region
        .or(() -> set)
        .orElseThrow(
            () ->
                KeyFailure.MISCONFIGURED.exception(
                    "The master key aws-kms:" + text + " needs coffer.kmsRegion."));
  }
}
