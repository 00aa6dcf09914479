package io.github.cofferjdbc.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A base backup of a running server by the low-level API, as in the PostgreSQL manual's chapter
 * "Continuous Archiving", with the write-ahead log that it needs in it. No state.
 */
final class BaseBackup {

  private static final Set<String> NOT_COPIED =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

  /** Folders of which the backup has the folder alone. */
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private BaseBackup() {}

  /**
   * Makes it.
   *
   * @param data the server's data directory
   * @param backup what becomes one, and does not exist yet
   * @throws IllegalStateException if there are tablespaces: the copy would write into theirs
   */
  static void make(TestDatabase admin, Path data, Path backup) throws SQLException, IOException {
    try (Connection connection = admin.connect();
        Statement statement = connection.createStatement()) {
      if (!row(statement, "SELECT count(*) FROM pg_tablespace WHERE oid >= 16384", 1)
          .equals(List.of("0"))) {
        throw new IllegalStateException("a server with tablespaces is not backed up");
      }
      boolean old = connection.getMetaData().getDatabaseMajorVersion() < 15;
      String begin =
          old ? "pg_start_backup('coffer', true, false)" : "pg_backup_start('coffer', true)";
      String end = old ? "pg_stop_backup(false, false)" : "pg_backup_stop(false)";
      String first = row(statement, "SELECT pg_walfile_name(" + begin + ")", 1).get(0);
      copy(data, backup);
      List<String> stopped =
          row(statement, "SELECT pg_walfile_name(lsn), labelfile FROM " + end, 2);
      Files.writeString(backup.resolve("backup_label"), stopped.get(1));
      copyLog(data.resolve("pg_wal"), backup.resolve("pg_wal"), first, stopped.get(0));
    }
  }

  private static List<String> row(Statement statement, String sql, int columns)
      throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return columns == 1
          ? List.of(result.getString(1))
          : List.of(result.getString(1), result.getString(2));
    }
  }

  private static void copy(Path data, Path backup) throws IOException {
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Path target = backup.resolve(data.relativize(folder));
            Files.copy(folder, target, StandardCopyOption.COPY_ATTRIBUTES);
            if (EMPTIED.contains(data.relativize(folder).toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!NOT_COPIED.contains(file.getFileName().toString())) {
              copyIfThere(file, backup.resolve(data.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }

  /** What a running server drops meanwhile is no part of the backup. */
  private static void copyIfThere(Path file, Path target) throws IOException {
    try {
      Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      Files.deleteIfExists(target);
    }
  }

  private static void copyLog(Path from, Path to, String first, String last) throws IOException {
    Files.createDirectories(to.resolve("archive_status"));
    try (Stream<Path> segments = Files.list(from)) {
      for (Path segment : segments.filter(Files::isRegularFile).toList()) {
        String name = segment.getFileName().toString();
        if (name.length() == 24 && name.compareTo(first) >= 0 && name.compareTo(last) <= 0) {
          Files.copy(segment, to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }
}
