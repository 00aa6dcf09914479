package io.github.cofferjdbc.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A server in a container, if a Docker engine answers at once. */
final class DockerServer {

  private static final int ANSWER_MILLIS = 2000;

  private DockerServer() {}

  /** Returns the server, or empty if there is no Docker or it cannot run PostgreSQL. */
  static Optional<TestPostgres> start() {
    if (!answers()) {
      return Optional.empty();
    }
    String image = "postgres:" + TestPostgres.wantedVersion() + "-alpine";
    try {
      PostgreSQLContainer container =
          new PostgreSQLContainer(image)
              .withCommand(
                  "postgres",
                  "-c",
                  "fsync=off",
                  "-c",
                  "max_connections=400",
                  "-c",
                  "max_prepared_transactions=20",
                  "-c",
                  "log_statement=all",
                  "-c",
                  "log_line_prefix=" + TestPostgres.LOG_LINE_PREFIX);
      container.start();
      Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
      TestDatabase admin =
          new TestDatabase(
              "jdbc:postgresql://"
                  + container.getHost()
                  + ":"
                  + container.getFirstMappedPort()
                  + "/"
                  + container.getDatabaseName(),
              container.getUsername(),
              container.getPassword(),
              container.getDatabaseName());
      return Optional.of(new TestPostgres("Docker image " + image, admin, container::getLogs));
    } catch (RuntimeException e) {
      System.err.println("Docker answers but does not run " + image + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Asks the engine's address directly, since Testcontainers would try for minutes. */
  private static boolean answers() {
    String host = System.getenv("DOCKER_HOST");
    try {
      if (host == null || host.startsWith("unix:")) {
        Path socket = Path.of(host == null ? "/var/run/docker.sock" : URI.create(host).getPath());
        return Files.exists(socket) && pings(UnixDomainSocketAddress.of(socket));
      }
      URI uri = URI.create(host);
      try (Socket tcp = new Socket()) {
        tcp.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), ANSWER_MILLIS);
        return true;
      }
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean pings(SocketAddress address) throws IOException {
    try (SocketChannel channel = SocketChannel.open(address)) {
      channel.configureBlocking(false);
      byte[] request =
          "GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(request));
      ByteBuffer answer = ByteBuffer.allocate(64);
      long deadline = System.nanoTime() + ANSWER_MILLIS * 1_000_000L;
      while (System.nanoTime() < deadline) {
        int count = channel.read(answer);
        if (count != 0) {
          return count > 0;
        }
        Thread.onSpinWait();
      }
      return false;
    }
  }
}
