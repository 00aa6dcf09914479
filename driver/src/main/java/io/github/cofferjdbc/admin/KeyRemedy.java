package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.error.CofferState;
import java.sql.SQLException;

/** What to do when the master key does not open the keys, by its kind and the failure. No state. */
final class KeyRemedy {

  private KeyRemedy() {}

  /** Returns a sentence; the failure's own message has named the key. */
  static String of(String scheme, SQLException failure) {
    if (CofferState.KEY_SERVICE_UNREACHABLE.matches(failure)) {
      return switch (scheme) {
        case "aws-kms" ->
            "Check network, firewall and proxy, coffer.kmsEndpoint and coffer.kmsRegion, and that AWS"
                + " credentials can be obtained here.";
        case "pkcs11", "jce" ->
            "Check that the HSM is connected, that its client service runs, and that the token is in"
                + " its slot.";
        default -> "Check that the key store's place can be reached, and try again.";
      };
    }
    if (CofferState.KEY_SERVICE_DENIED.matches(failure)) {
      return switch (scheme) {
        case "aws-kms" ->
            "Let this caller use kms:Decrypt and kms:DescribeKey in the key's policy or by IAM (with"
                + " the cluster's encryption context), check that the key is enabled, and that this"
                + " machine's clock is right.";
        case "pkcs11", "jce" ->
            "Correct the PIN that pin-source names, and unlock the token if too many wrong PINs were"
                + " tried.";
        default ->
            "Give the right password: coffer.localPassword, coffer.localPasswordFile or"
                + " COFFER_LOCAL_PASSWORD.";
      };
    }
    if (CofferState.BAD_CONFIGURATION.matches(failure)) {
      return switch (scheme) {
        case "aws-kms" -> "Compare coffer.masterKey, coffer.kmsRegion and coffer.kmsEndpoint.";
        case "pkcs11" ->
            "Compare module-path, token, object and pin-source with what the HSM's own tools show.";
        default -> "Correct the setting, or give it.";
      };
    }
    return "Nothing can be decrypted until this is mended; nothing was changed.";
  }
}
