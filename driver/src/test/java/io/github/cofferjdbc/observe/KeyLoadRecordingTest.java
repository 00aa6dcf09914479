package io.github.cofferjdbc.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyLoadRecordingTest {

  @TempDir private Path folder;

  @Test
  void tellsFlightRecorderOfALoadAndItsOutcome() throws Exception {
    UUID database = UUID.randomUUID();
    Path file = folder.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("io.github.cofferjdbc.KeyLoad");
      recording.start();
      KeyLoadRecording.begin().end(database, "KE005");
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events)
        .anySatisfy(
            event -> {
              assertThat(event.getString("databaseId")).isEqualTo(database.toString());
              assertThat(event.getString("outcome")).isEqualTo("KE005");
            });
  }

  @Test
  void countsAndShowsNothingSecret() {
    KeyMetrics metrics = new KeyMetrics();
    metrics.loads.increment();
    assertThat(metrics.toString()).contains("loads=1", "denials=0");
  }
}
