package io.github.cofferjdbc.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Stands on loopback between a client and PostgreSQL, keeps what the client sends and may change
 * what the server answers, message by message (PostgreSQL manual, "Message Formats").
 *
 * <p>For connections without SSL and GSS encryption. Thread safe.
 */
public final class WireProxy implements AutoCloseable {

  /** What becomes of a message of the server. */
  @FunctionalInterface
  public interface Rewrite {
    /**
     * Returns the body to hand on, or null to leave the message out.
     *
     * @param type the message's first byte, such as {@code D} for a row
     * @param body what follows its length; may be changed and returned
     */
    byte @Nullable [] body(char type, byte[] body);
  }

  private final ServerSocket listener;
  private final URI server;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private volatile Rewrite rewrite = (type, body) -> body;

  /** Starts it on a free port in front of the server of this database. */
  public static WireProxy before(TestDatabase database) throws IOException {
    return new WireProxy(URI.create(database.jdbcUrl().substring("jdbc:".length())));
  }

  private WireProxy(URI server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  /** Returns the URL of the same database through Coffer and this proxy, without encryption. */
  public String cofferUrl() {
    return "jdbc:coffer:postgresql://127.0.0.1:"
        + listener.getLocalPort()
        + server.getPath()
        + "?sslmode=disable&gssEncMode=disable";
  }

  /** Changes the server's messages from now on. */
  public void rewrite(Rewrite how) {
    rewrite = how;
  }

  /** Returns all bytes that clients have sent, one character a byte. */
  public String sent() {
    synchronized (sent) {
      return sent.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket upstream = new Socket(server.getHost(), server.getPort());
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      sockets.add(client);
      sockets.add(upstream);
      start("to server", () -> toServer(client, upstream));
      start("to client", () -> toClient(upstream, client));
    }
  }

  private void toServer(Socket client, Socket upstream) throws IOException {
    InputStream in = client.getInputStream();
    OutputStream out = upstream.getOutputStream();
    byte[] buffer = new byte[8192];
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      synchronized (sent) {
        sent.write(buffer, 0, length);
      }
      out.write(buffer, 0, length);
    }
    upstream.shutdownOutput();
  }

  private void toClient(Socket upstream, Socket client) throws IOException {
    DataInputStream in = new DataInputStream(upstream.getInputStream());
    DataOutputStream out = new DataOutputStream(client.getOutputStream());
    while (true) {
      int type = in.read();
      if (type < 0) {
        client.shutdownOutput();
        return;
      }
      byte[] body = in.readNBytes(in.readInt() - Integer.BYTES);
      byte[] changed = rewrite.body((char) type, body);
      if (changed != null) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream whole = new DataOutputStream(message);
        whole.writeByte(type);
        whole.writeInt(changed.length + Integer.BYTES);
        whole.write(changed);
        out.write(message.toByteArray());
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (EOFException | SocketException e) {
                // One side closed, or the proxy was.
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            },
            "wire proxy, " + name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Ends all connections through it. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    for (Thread thread : threads) {
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
