package io.github.cofferjdbc.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Files and folders that only their owner can read (modes 0600 and 0700), and changes to them that
 * a crash leaves either undone or done. Where a file system knows no modes, its defaults hold. No
 * state.
 */
public final class OwnerOnly {

  private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

  private OwnerOnly() {}

  /** Makes the folder, and those above it, unless it is there; a new one has mode 0700. */
  public static void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(folder, mode(folder, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    if (parent != null) {
      sync(parent);
    }
  }

  /** Opens a file for reading and writing; a new one has mode 0600. */
  public static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        mode(file, "rw-------"));
  }

  /**
   * Gives the file this content: written to {@code NAME.tmp} beside it, synced, renamed over it,
   * and the folder synced. Only one writer at a time. What cannot be written whole, as on a full
   * disk, leaves the file as it was and nothing beside it.
   */
  public static void replace(Path file, byte[] content, Steps steps) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(aside); // left by a crash, perhaps with another mode
    boolean whole = false;
    try {
      writeNew(aside, content);
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(aside);
      }
    }
    steps.reached(Steps.Step.WRITTEN_ASIDE);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    steps.reached(Steps.Step.RENAMED);
    sync(parentOf(file));
  }

  /**
   * Makes a file that must not exist yet, with mode 0600 and this content: whole or not at all,
   * also after a crash.
   *
   * @throws FileAlreadyExistsException if it exists
   */
  public static void create(Path file, byte[] content) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      writeNew(aside, content);
      link(file, aside);
    } finally {
      Files.deleteIfExists(aside);
    }
    sync(parentOf(file));
  }

  /** Gives the file its name; unlike a rename, a link never replaces. */
  private static void link(Path file, Path aside) throws IOException {
    try {
      Files.createLink(file, aside);
    } catch (UnsupportedOperationException e) {
      Files.move(aside, file);
    }
  }

  private static void writeNew(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            mode(file, "rw-------"))) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  private static void sync(Path folder) throws IOException {
    if (!WINDOWS) { // where a folder cannot be opened, and a rename is journalled
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static Path parentOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a root has no name");
    }
    return parent;
  }

  private static FileAttribute<?>[] mode(Path near, String permissions) {
    return near.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
