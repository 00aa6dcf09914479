package io.github.cofferjdbc.audit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive right to append: between processes a lock on the side file {@code PATH.lock}, since
 * a lock on the log itself would end when anyone in this process closes the log; between the
 * threads of this process an ordinary lock. Waits at most {@link #PATIENCE}.
 */
final class AuditLock implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock inProcess;
  private final FileChannel channel;

  private AuditLock(ReentrantLock inProcess, FileChannel channel) {
    this.inProcess = inProcess;
    this.channel = channel;
  }

  static AuditLock take(Path log) throws IOException {
    ReentrantLock inProcess = IN_PROCESS.computeIfAbsent(log, key -> new ReentrantLock());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      if (!inProcess.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the audit log");
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = AuditFile.open(log.resolveSibling(log.getFileName() + ".lock"));
      while (!tryLock(channel)) {
        if (System.nanoTime() - deadline > 0) {
          throw busy(log);
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("interrupted while waiting for the audit log");
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      taken = true;
      return new AuditLock(inProcess, channel);
    } finally {
      if (!taken) {
        release(inProcess, channel);
      }
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

  private static IOException busy(Path log) {
    return new IOException(
        "another process holds " + log + ".lock for more than " + PATIENCE.toSeconds() + " s");
  }

  /** Closing the channel frees the file's lock. */
  @Override
  public void close() throws IOException {
    release(inProcess, channel);
  }

  private static void release(ReentrantLock inProcess, @Nullable FileChannel channel)
      throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      inProcess.unlock();
    }
  }
}
