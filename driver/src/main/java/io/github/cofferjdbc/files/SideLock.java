package io.github.cofferjdbc.files;

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
 * The exclusive right to change what a side file stands for: between processes a lock on the side
 * file, since a lock on the file itself would end when anyone in this process closes that; between
 * the threads of this process an ordinary lock, since file locks belong to the whole virtual
 * machine.
 *
 * <p>The operating system frees the lock of a process that was killed. The file's lock is polled,
 * because a blocking request cannot be given up.
 */
public final class SideLock implements AutoCloseable {

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock inProcess;
  private final FileChannel channel;

  private SideLock(ReentrantLock inProcess, FileChannel channel) {
    this.inProcess = inProcess;
    this.channel = channel;
  }

  /** Somebody else holds the lock for longer than one would wait. */
  public static final class BusyException extends IOException {
    private BusyException(Path file, Duration patience) {
      super("another process holds " + file + " for more than " + patience.toSeconds() + " s");
    }
  }

  /**
   * Takes the lock.
   *
   * @param file the side file, in a folder that exists; made with mode 0600 if it is not there
   * @param patience how long to wait at most
   * @throws BusyException if it was not free in that time
   * @throws InterruptedIOException if the thread was interrupted, as it still is then
   */
  public static SideLock take(Path file, Duration patience) throws IOException {
    ReentrantLock inProcess = IN_PROCESS.computeIfAbsent(file, key -> new ReentrantLock());
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      if (!inProcess.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new BusyException(file, patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(file);
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = OwnerOnly.open(file);
      while (!tryLock(channel)) {
        if (System.nanoTime() - deadline > 0) {
          throw new BusyException(file, patience);
        }
        if (Thread.currentThread().isInterrupted()) {
          throw interrupted(file);
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      taken = true;
      return new SideLock(inProcess, channel);
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

  private static IOException interrupted(Path file) {
    return new InterruptedIOException("interrupted while waiting for " + file);
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
