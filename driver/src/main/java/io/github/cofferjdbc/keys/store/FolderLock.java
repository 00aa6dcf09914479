package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The exclusive lock of a file key store: between processes a lock on the side file {@code .lock},
 * within the process an ordinary lock, since file locks belong to the whole virtual machine.
 *
 * <p>The operating system frees the lock of a process that was killed. Waits at most {@link
 * #PATIENCE}; the file's lock is polled, because a blocking request cannot be given up.
 */
final class FolderLock implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock inProcess;
  private final FileChannel channel;

  private FolderLock(ReentrantLock inProcess, FileChannel channel) {
    this.inProcess = inProcess;
    this.channel = channel;
  }

  /** Takes the lock of this folder, which exists. */
  @SuppressWarnings("Finally")
  static FolderLock take(Path folder) throws IOException, SQLException {
    ReentrantLock inProcess = IN_PROCESS.computeIfAbsent(folder, key -> new ReentrantLock());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      if (!inProcess.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw KeyFailure.OUTAGE.exception("Interrupted while waiting for the key store's lock.", e);
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = OwnerOnly.open(folder.resolve(".lock"));
      while (!tryLock(channel)) {
        if (System.nanoTime() - deadline > 0) {
          throw busy(folder);
        }
        if (Thread.currentThread().isInterrupted()) {
          throw KeyFailure.OUTAGE.exception("Interrupted while waiting for the key store's lock.");
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      taken = true;
      return new FolderLock(inProcess, channel);
    } finally {
      if (!taken) {
        try {
          if (channel != null) {
            channel.close();
          }
        } finally {
          inProcess.unlock();
        }
      }
    }
  }

  /** Closing the channel frees the file's lock. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      inProcess.unlock();
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another copy of this class, in another class loader, holds it
    }
  }

  private static SQLException busy(Path folder) {
    return KeyFailure.OUTAGE.exception(
        "Another process holds the lock of the key store "
            + folder
            + " for more than "
            + PATIENCE.toSeconds()
            + " s. Look for a hanging Coffer command.");
  }
}
