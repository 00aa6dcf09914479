package io.github.cofferjdbc.observe;

import java.util.UUID;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * One load of a database's keys, as Java Flight Recorder sees it; does nothing where the Java
 * runtime has no Flight Recorder. Used by one thread.
 */
public final class KeyLoadRecording {

  private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  /** An event; not named by its type, which must not be loaded without Flight Recorder. */
  private final @Nullable Object event;

  private KeyLoadRecording(@Nullable Object event) {
    this.event = event;
  }

  /**
   * Begins the recording of a load. While nothing was ever recorded in this process, the event's
   * class is left alone: it would set up the recorder, for 40 ms of a process's first load.
   */
  public static KeyLoadRecording begin() {
    return new KeyLoadRecording(AVAILABLE && Recorder.inUse() ? Recorder.begin() : null);
  }

  /** Ends it with {@code ok} or an SQLState. */
  public void end(UUID databaseId, String outcome) {
    if (event != null) {
      Recorder.end(event, databaseId, outcome);
    }
  }

  private static final class Recorder {

    static boolean inUse() {
      return FlightRecorder.isInitialized();
    }

    static Object begin() {
      KeyLoadEvent event = new KeyLoadEvent();
      event.begin();
      return event;
    }

    static void end(Object begun, UUID databaseId, String outcome) {
      KeyLoadEvent event = (KeyLoadEvent) begun;
      event.end();
      if (event.shouldCommit()) {
        event.databaseId = databaseId.toString();
        event.outcome = outcome;
        event.commit();
      }
    }
  }
}
