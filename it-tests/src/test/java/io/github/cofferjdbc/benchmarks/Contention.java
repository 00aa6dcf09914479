package io.github.cofferjdbc.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Records with Java Flight Recorder which locks threads waited for, however short, and tells where
 * in the code. A thread that waits for the server waits in a socket, which is not among them.
 */
final class Contention {

  private static final List<String> EVENTS = List.of("jdk.JavaMonitorEnter", "jdk.ThreadPark");
  private static final String OWN = "io.github.cofferjdbc.";
  private static final int LINES = 6;

  /** What is recorded. */
  interface Action {
    long run() throws SQLException;
  }

  private record Waited(long count, Duration time) {
    Waited and(Duration more) {
      return new Waited(count + 1, time.plus(more));
    }
  }

  private Contention() {}

  /** Returns lines: the places where threads waited longest. */
  static String during(String title, Action action) throws SQLException, IOException {
    Path file = Files.createTempFile("contention", ".jfr");
    try (Recording recording = new Recording()) {
      for (String event : EVENTS) {
        recording.enable(event).withThreshold(Duration.ZERO).withStackTrace();
      }
      recording.start();
      long done = action.run();
      recording.stop();
      recording.dump(file);
      return text(title, done, RecordingFile.readAllEvents(file));
    } finally {
      Files.delete(file);
    }
  }

  private static String text(String title, long done, List<RecordedEvent> events) {
    Map<String, Waited> places = new HashMap<>();
    for (RecordedEvent event : events) {
      if (event.getStackTrace() != null) {
        String place = place(event);
        if (!place.isEmpty()) {
          places.merge(
              place, new Waited(1, event.getDuration()), (before, one) -> before.and(one.time()));
        }
      }
    }
    StringBuilder text =
        new StringBuilder(
            String.format(Locale.ROOT, "%nWaits for locks: %s, %,d rows%n", title, done));
    places.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getValue().time().negated()))
        .limit(LINES)
        .forEach(
            entry ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%,9d times %,9d ms  %s%n",
                        entry.getValue().count(),
                        entry.getValue().time().toMillis(),
                        entry.getKey())));
    if (places.isEmpty()) {
      text.append("        none\n");
    }
    return text.toString();
  }

  /** Returns the event with Coffer's own frame nearest to it, or the nearest outside the JDK. */
  private static String place(RecordedEvent event) {
    String nearest = "";
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      if (type.startsWith(OWN) && !type.startsWith(OWN + "benchmarks.")) {
        return name(event, frame);
      }
      if (nearest.isEmpty()
          && !type.startsWith("java.")
          && !type.startsWith("jdk.")
          && !type.startsWith("sun.")) {
        nearest = name(event, frame);
      }
    }
    return nearest;
  }

  private static String name(RecordedEvent event, RecordedFrame frame) {
    return event.getEventType().getName().replace("jdk.", "")
        + " "
        + frame.getMethod().getType().getName()
        + "."
        + frame.getMethod().getName();
  }
}
