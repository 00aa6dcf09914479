package io.github.cofferjdbc.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClockCacheTest {

  /** Tells what has left. */
  private static final class Watched extends ClockCache<Integer, String> {
    private final List<String> gone = Collections.synchronizedList(new ArrayList<>());

    Watched(long maximum) {
      super(maximum);
    }

    @Override
    protected void left(String value) {
      gone.add(value);
    }
  }

  @Test
  void keepsWhatWasPutUntilItIsFull() {
    Watched cache = new Watched(3);
    IntStream.rangeClosed(1, 3).forEach(key -> cache.put(key, "value " + key));
    assertThat(cache.size()).isEqualTo(3);
    assertThat(cache.get(1)).isEqualTo("value 1");
    assertThat(cache.get(4)).isNull();
    assertThat(cache.gone).isEmpty();
  }

  @Test
  void theOldestThatNobodyHasReadLeaves() {
    Watched cache = new Watched(3);
    IntStream.rangeClosed(1, 3).forEach(key -> cache.put(key, "value " + key));
    cache.get(1);
    cache.put(4, "value 4");
    assertThat(cache.gone).containsExactly("value 2");
    assertThat(cache.get(1)).isEqualTo("value 1");
  }

  @Test
  void anEntryIsSparedOnceForEachTimeItWasRead() {
    Watched cache = new Watched(2);
    cache.put(1, "value 1");
    cache.put(2, "value 2");
    cache.get(1);
    cache.put(3, "value 3"); // passes 1 over
    cache.put(4, "value 4");
    assertThat(cache.gone).containsExactly("value 2", "value 1");
  }

  @Test
  void theOldestLeavesIfAllWereRead() {
    Watched cache = new Watched(2);
    cache.put(1, "value 1");
    cache.put(2, "value 2");
    cache.get(1);
    cache.get(2);
    cache.put(3, "value 3");
    assertThat(cache.gone).containsExactly("value 1");
    assertThat(cache.get(3)).isEqualTo("value 3");
  }

  @Test
  void heavyEntriesTakeThePlaceOfSeveral() {
    Watched cache = new Watched(10);
    IntStream.rangeClosed(1, 10).forEach(key -> cache.put(key, "value " + key));
    cache.put(11, "heavy", 8);
    assertThat(cache.size()).isEqualTo(3);
    cache.put(12, "too heavy", 11);
    assertThat(cache.get(12)).isNull();
    assertThat(cache.gone).hasSize(9).last().isEqualTo("too heavy");
  }

  @Test
  void aReplacedValueLeavesAndItsWeightCountsNoLonger() {
    Watched cache = new Watched(4);
    cache.put(1, "light");
    cache.put(1, "heavy", 4);
    cache.put(1, "light again");
    cache.put(2, "other", 3);
    assertThat(cache.get(1)).isEqualTo("light again");
    assertThat(cache.get(2)).isEqualTo("other");
    assertThat(cache.gone).containsExactly("light", "heavy");
  }

  @Test
  void aReplacementMayDriveOthersOutAndItself() {
    Watched cache = new Watched(3);
    cache.put(1, "value 1");
    cache.put(2, "value 2");
    cache.put(2, "heavy", 3);
    assertThat(cache.gone).containsExactly("value 2", "value 1");
    cache.get(2);
    cache.put(2, "too heavy", 4);
    assertThat(cache.size()).isZero();
  }

  @Test
  void theFirstOfTwoValuesThatWereMadeAtOnceStays() {
    Watched cache = new Watched(2);
    assertThat(cache.putIfAbsent(1, "first")).isEqualTo("first");
    assertThat(cache.putIfAbsent(1, "second")).isEqualTo("first");
    assertThat(cache.gone).isEmpty();
  }

  @Test
  void allLeaveWhenItIsCleared() {
    Watched cache = new Watched(4);
    cache.put(1, "value 1", 2);
    cache.put(2, "value 2", 2);
    cache.clear();
    assertThat(cache.size()).isZero();
    assertThat(cache.gone).containsExactly("value 1", "value 2");
    cache.put(3, "value 3", 4);
    assertThat(cache.get(3)).isEqualTo("value 3");
  }

  @Test
  void whateverThreadsDoEachValueIsThereOrHasLeftOnce() throws Exception {
    Watched cache = new Watched(50);
    int threads = 4;
    int values = 20_000;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int number = thread;
        running.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < values; i++) {
                    cache.get(i * 7 % 100);
                    cache.put(i % 100, number + " " + i);
                  }
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      executor.shutdown();
    }
    assertThat(cache.size()).isEqualTo(50);
    assertThat(cache.gone).hasSize(threads * values - 50).doesNotHaveDuplicates();
  }
}
