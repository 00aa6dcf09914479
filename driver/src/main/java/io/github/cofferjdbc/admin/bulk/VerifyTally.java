package io.github.cofferjdbc.admin.bulk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Adds up what the threads of {@link Verify} find. Thread safe. */
final class VerifyTally {

  private final Progress progress;
  private final long pages;
  private long donePages;
  private long rows;
  private long values;
  private long unauthentic;
  private final List<UnauthenticValue> listed = new ArrayList<>();

  VerifyTally(Progress progress, long pages) {
    this.progress = progress;
    this.pages = pages;
  }

  /** Tells whether another bad value would be listed. */
  synchronized boolean lists() {
    return listed.size() < Verify.MOST_LISTED;
  }

  synchronized void found(long bad, List<UnauthenticValue> some) {
    unauthentic += bad;
    listed.addAll(
        some.subList(0, Math.min(some.size(), Math.max(0, Verify.MOST_LISTED - listed.size()))));
  }

  synchronized void done(TablePages<ProtectedTable> task, long taskRows, long taskValues) {
    rows += taskRows;
    values += taskValues;
    donePages += task.count();
    progress.at(task.table().displayName(), donePages, pages, rows);
  }

  synchronized VerifyResult result(ProtectedTables.Found found, Duration time) {
    listed.sort(
        Comparator.comparing(UnauthenticValue::table)
            .thenComparing(value -> value.key().toString())
            .thenComparing(UnauthenticValue::ctid)
            .thenComparing(UnauthenticValue::column));
    return new VerifyResult(
        found.tables().stream().map(ProtectedTable::displayName).toList(),
        rows,
        values,
        unauthentic,
        listed,
        found.notReached(),
        time);
  }
}
