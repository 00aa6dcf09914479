package io.github.cofferjdbc.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A class path with a jar in the place of each folder. */
final class JarPath {

  private JarPath() {}

  /**
   * Makes the jars.
   *
   * @param to the folder for them
   */
  static String of(String classPath, Path to) throws IOException {
    Files.createDirectories(to);
    List<String> places = new ArrayList<>();
    for (String place : classPath.split(File.pathSeparator, -1)) {
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        Path jar = to.resolve("classes-" + places.size() + ".jar").toAbsolutePath();
        write(path, jar);
        places.add(jar.toString());
      } else {
        places.add(place);
      }
    }
    return String.join(File.pathSeparator, places);
  }

  private static void write(Path folder, Path jar) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path file : files) {
        String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
      }
    }
  }
}
