package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.files.OwnerOnly;
import io.github.cofferjdbc.files.SideLock;
import io.github.cofferjdbc.files.Steps;
import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.json.MalformedJsonException;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A key store in a folder ({@code file:PATH}): one readable JSON file a cluster, mode 0600, in a
 * folder of mode 0700. For one machine, not for network file systems.
 *
 * <p>A change takes the exclusive lock on the side file {@code .lock}, reads the revision again
 * under it, writes the new content aside, syncs it, renames it over the old and syncs the folder;
 * so readers need no lock and a crash leaves the old record or the new one. Thread safe, also
 * between processes.
 *
 * <p>A folder or file that does not exist is told as "no record"; what is there but cannot be read
 * is KE006; other errors of the file system are outages.
 */
final class FileKeyStore implements KeyStore {

  /** Far above any real record (a key is about 200 bytes); a limit before allocating. */
  private static final int LARGEST = 64 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final Steps steps;

  FileKeyStore(Path folder, Steps steps) throws SQLException {
    this.folder = canonical(folder);
    this.steps = steps;
  }

  static FileKeyStore of(String path) throws SQLException {
    try {
      return new FileKeyStore(Path.of(path), Steps.SILENT);
    } catch (InvalidPathException e) {
      throw KeyFailure.MISCONFIGURED.exception("The path of coffer.keyStore is not valid.", e);
    }
  }

  @Override
  public String place() {
    return "file:" + folder;
  }

  @Override
  public List<String> clusters() throws SQLException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      SortedSet<String> clusters = new TreeSet<>();
      for (Path file : files) {
        Optional<String> arn = ClusterFileName.arnOf(String.valueOf(file.getFileName()));
        if (arn.isPresent() && !holdsLocalMasterKey(file)) {
          clusters.add(arn.get());
        }
      }
      return List.copyOf(clusters);
    } catch (DirectoryIteratorException e) {
      throw failure(folder, Objects.requireNonNull(e.getCause()));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw failure(folder, e);
    }
  }

  @Override
  public Optional<StoredRecord> load(String clusterArn) throws SQLException {
    Path file = folder.resolve(ClusterFileName.of(clusterArn));
    try {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw KeyFailure.UNUSABLE.exception("The key store " + folder + " is not a folder.");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw KeyFailure.UNUSABLE.exception("The key store " + file + " is not a file.");
      }
      String text = decode(file, read(file));
      return Optional.of(new StoredRecord(revision(file, text), text));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  @Override
  public boolean compareAndSet(String clusterArn, long expectedRevision, StoredRecord record)
      throws SQLException {
    Path file = folder.resolve(ClusterFileName.of(clusterArn));
    if (record.revision() != expectedRevision + 1
        || revision(file, record.text()) != record.revision()) {
      throw new IllegalArgumentException("a change makes the next revision");
    }
    try {
      OwnerOnly.makeFolder(folder);
      try (SideLock lock = lock()) {
        steps.reached(Steps.Step.LOCKED);
        long stored = load(clusterArn).map(StoredRecord::revision).orElse(0L);
        if (stored != expectedRevision) {
          return false;
        }
        OwnerOnly.replace(file, record.text().getBytes(StandardCharsets.UTF_8), steps);
        return true;
      }
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private SideLock lock() throws IOException, SQLException {
    try {
      return SideLock.take(folder.resolve(".lock"), PATIENCE);
    } catch (SideLock.BusyException e) {
      throw KeyFailure.OUTAGE.exception(
          "Another process holds the lock of the key store "
              + folder
              + " for more than "
              + PATIENCE.toSeconds()
              + " s. Look for a hanging Coffer command.",
          e);
    } catch (InterruptedIOException e) {
      throw KeyFailure.OUTAGE.exception("Interrupted while waiting for the key store's lock.", e);
    }
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return place();
  }

  /** A local: master key that the user keeps in this folder too is not a cluster. */
  private static boolean holdsLocalMasterKey(Path file) {
    try {
      return Files.isRegularFile(file)
          && Files.size(file) < 10_000
          && Json.parse(Files.readString(file)) instanceof Map<?, ?> map
          && map.keySet().equals(Set.of("format", "keyId", "key"));
    } catch (IOException e) {
      return false; // read as a record, it will be told what it is
    }
  }

  private static byte[] read(Path file) throws IOException, SQLException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw corrupt(file, null);
      }
      return bytes;
    }
  }

  private static String decode(Path file, byte[] bytes) throws SQLException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw corrupt(file, e);
    }
  }

  private static long revision(Path file, String text) throws SQLException {
    try {
      if (Json.parse(text) instanceof Map<?, ?> map
          && map.get("revision") instanceof BigDecimal revision
          && revision.signum() > 0
          && revision.precision() <= 19) {
        return revision.longValueExact();
      }
      throw corrupt(file, null);
    } catch (MalformedJsonException | ArithmeticException e) {
      throw corrupt(file, e);
    }
  }

  private static SQLException corrupt(Path file, @Nullable Exception e) {
    return KeyFailure.UNUSABLE.exception(
        "The key store file " + file + " is corrupt or truncated; bring it back from a backup.", e);
  }

  private static SQLException failure(Path path, IOException e) {
    if (e instanceof AccessDeniedException) {
      return KeyFailure.UNUSABLE.exception(
          "The key store " + path + " cannot be accessed: permission denied for this user.", e);
    }
    if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
      return KeyFailure.UNUSABLE.exception("The key store " + path + " is not a folder.", e);
    }
    return KeyFailure.OUTAGE.exception(
        "The key store " + path + " cannot be read or written at the moment" + reason(e) + ".", e);
  }

  /**
   * What the operating system says, such as that the disk is full, or the file system read-only.
   */
  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException ofFile ? ofFile.getReason() : e.getMessage();
    return reason == null || reason.isBlank() ? "" : ": " + reason;
  }

  /** Resolves links as far as the path exists, so that one folder has one name. */
  private static Path canonical(Path folder) throws SQLException {
    Path absolute = folder.toAbsolutePath().normalize();
    for (Path there = absolute; there != null; there = there.getParent()) {
      if (Files.exists(there)) {
        try {
          return there.toRealPath().resolve(there.relativize(absolute)).normalize();
        } catch (IOException e) {
          throw failure(absolute, e);
        }
      }
    }
    return absolute;
  }
}
