package io.github.cofferjdbc.testing;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the key service's log, as CloudTrail would have it.
 *
 * @param time when it arrived
 * @param operation such as {@code Decrypt}
 * @param keyId the key as the request named it; null where it named none
 * @param keyArn the key that was used; null if none was found
 * @param encryptionContext as the request had it; empty if it had none
 * @param outcome {@code OK}, the error's type, {@code dropped} or {@code HTML}
 */
public record KmsRequest(
    Instant time,
    String operation,
    @Nullable String keyId,
    @Nullable String keyArn,
    Map<String, String> encryptionContext,
    String outcome) {}
