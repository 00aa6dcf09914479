package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fetch that another thread makes. */
@Timeout(60)
class PendingFetchTest {

  @Test
  void itsRowsAreThereWhenItEnds() {
    FetchedRows rows = new FetchedRows();
    assertThat(PendingFetch.begun(() -> rows).rows()).isSameAs(rows);
    assertThat(PendingFetch.made(() -> rows).rows()).isSameAs(rows);
  }

  @Test
  void anInterruptedReaderWaitsOnAndStaysInterrupted() throws Exception {
    CountDownLatch may = new CountDownLatch(1);
    FetchedRows rows = new FetchedRows();
    PendingFetch pending =
        PendingFetch.begun(
            () -> {
              may.await();
              return rows;
            });
    Thread reader = Thread.currentThread();
    Thread other =
        new Thread(
            () -> {
              while (reader.isInterrupted()) { // until it waits
                Thread.onSpinWait();
              }
              may.countDown();
            });
    reader.interrupt();
    other.start();
    assertThat(pending.rows()).isSameAs(rows);
    assertThat(Thread.interrupted()).isTrue();
    other.join();
  }

  @Test
  void whatFailsWithoutAnSqlExceptionIsThrownToWhoAsksForTheRowsOnly() {
    PendingFetch failed =
        PendingFetch.begun(
            () -> {
              throw new IllegalArgumentException("told");
            });
    failed.await();
    failed.close();
    assertThatThrownBy(failed::rows)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("told");
  }

  @Test
  void anErrorIsThrownToWhoAsksForTheRowsOnly() {
    PendingFetch failed =
        PendingFetch.begun(
            () -> {
              throw new OutOfMemoryError("told");
            });
    failed.await();
    failed.close();
    assertThatThrownBy(failed::rows).isInstanceOf(OutOfMemoryError.class).hasMessage("told");
  }

  @Test
  void moreFetchesThanThreadsAreMadeByTheirReaders() {
    CountDownLatch may = new CountDownLatch(1);
    String reader = Thread.currentThread().getName();
    String[] fetcher = {""};
    List<PendingFetch> all = new ArrayList<>();
    try {
      while (!fetcher[0].equals(reader)) {
        all.add(
            PendingFetch.begun(
                () -> {
                  if (Thread.currentThread().getName().equals(reader)) {
                    fetcher[0] = reader;
                  } else {
                    may.await();
                  }
                  return new FetchedRows();
                }));
      }
    } finally {
      may.countDown();
    }
    assertThat(all).hasSizeGreaterThan(2).allSatisfy(each -> assertThat(each.rows()).isNotNull());
  }
}
