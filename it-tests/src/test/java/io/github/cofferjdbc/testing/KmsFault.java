package io.github.cofferjdbc.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What the key service is told to do instead of answering as it should. */
public sealed interface KmsFault {

  /** Answers with this error. */
  record Answer(String type, int status, @Nullable String message) implements KmsFault {}

  /** Closes the connection without a word. */
  record Drop() implements KmsFault {}

  /** Answers late; longer than a client waits is a time-out. */
  record Delay(Duration duration) implements KmsFault {}

  /** Answers when the gate opens. */
  record Hold(CountDownLatch gate) implements KmsFault {}

  /** Answers with HTML, as a proxy in between does. */
  record Html(int status) implements KmsFault {}

  /** Real text of a throttled call: HTTP 400, so the status alone does not tell. */
  static KmsFault throttle() {
    return new Answer("ThrottlingException", 400, "Rate exceeded");
  }

  static KmsFault internal() {
    return new Answer(
        "KMSInternalException",
        500,
        "AWS KMS rejected the request because an internal exception occurred.");
  }

  static KmsFault dependencyTimeout() {
    return new Answer(
        "DependencyTimeoutException",
        503,
        "The system timed out while trying to fulfill the request.");
  }

  static KmsFault keyUnavailable() {
    return new Answer("KeyUnavailableException", 500, "The key is not available at the moment.");
  }

  /** What a principal without the right gets. */
  static KmsFault deny() {
    return new Answer(
        "AccessDeniedException",
        400,
        "User: arn:aws:iam::111122223333:user/app is not authorized to perform: this operation on"
            + " this resource because no resource-based policy allows it");
  }
}
