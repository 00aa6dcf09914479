package io.github.cofferjdbc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A port of the loopback that leads to a database, and that can be shut and opened again: then
 * connecting is refused, and what was connected is cut off, as by a server that has crashed. Thread
 * safe.
 */
public final class TcpGate implements AutoCloseable {

  private final TestDatabase database;
  private final String host;
  private final int target;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocket listening;

  private TcpGate(TestDatabase database) throws IOException {
    URI uri = URI.create(database.jdbcUrl().substring("jdbc:".length()));
    this.database = database;
    this.host = uri.getHost();
    this.target = uri.getPort() < 0 ? 5432 : uri.getPort();
    this.port = listen(0);
  }

  /** Opens one before a database. */
  public static TcpGate before(TestDatabase database) {
    try {
      return new TcpGate(database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the database's {@code jdbc:postgresql:} URL through the gate. */
  public String jdbcUrl() {
    return database.jdbcUrl().replaceFirst("//[^/]*/", "//127.0.0.1:" + port + "/");
  }

  /** Shuts it. */
  public synchronized void shut() {
    try {
      if (listening != null) {
        listening.close();
      }
      for (Socket socket : sockets) {
        socket.close();
      }
      sockets.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens it again, at the same port. */
  public synchronized void open() {
    try {
      listen(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int listen(int at) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
    listening = server;
    start(() -> accept(server));
    return server.getLocalPort();
  }

  private void accept(ServerSocket server) {
    try {
      while (true) {
        Socket client = server.accept();
        Socket behind = new Socket(host, target);
        sockets.add(client);
        sockets.add(behind);
        start(() -> copy(client, behind));
        start(() -> copy(behind, client));
      }
    } catch (IOException e) {
      // Shut.
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // Cut off.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "tcp-gate");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    shut();
  }
}
