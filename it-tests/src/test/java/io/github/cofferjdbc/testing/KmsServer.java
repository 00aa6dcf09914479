package io.github.cofferjdbc.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.cofferjdbc.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key service for tests that speaks AWS KMS's protocol (JSON 1.1 over HTTP) on the loopback, with
 * real AES-GCM, the encryption context as AAD, and the real service's errors, also where the known
 * emulators differ from it. Signatures are not checked, but there has to be one, for this region.
 *
 * <p>It can be told to fail, and it keeps a log of its requests. Thread safe.
 */
public final class KmsServer implements AutoCloseable {

  /** The account that every key belongs to. */
  public static final String ACCOUNT = "111122223333";

  private static final Pattern SCOPE =
      Pattern.compile("AWS4-HMAC-SHA256 Credential=[^/]+/\\d{8}/([^/]+)/kms/aws4_request.*");

  private final String region;
  private final KmsKeys keys;
  private final KmsOperations operations;
  private final ExecutorService threads;
  private final HttpServer http;
  private final CountDownLatch closing = new CountDownLatch(1);

  private final List<KmsRequest> log = new ArrayList<>();
  private final Deque<KmsFault> next = new ArrayDeque<>();
  private final Map<String, KmsFault> always = new HashMap<>();
  private int proper;

  private KmsServer(String region, int port) throws IOException {
    this.region = region;
    this.keys = new KmsKeys(region, ACCOUNT);
    this.operations = new KmsOperations(keys);
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "kms-server");
              thread.setDaemon(true);
              return thread;
            });
    this.http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
    http.createContext("/", this::handle);
    http.setExecutor(threads);
    http.start();
  }

  /** Starts a server of the region eu-central-1 on a free port. */
  public static KmsServer start() {
    return start("eu-central-1");
  }

  /**
   * Starts a server of this region on a free port. If the JVM has no AWS credentials in its system
   * properties, it gets some that mean nothing.
   */
  public static KmsServer start(String region) {
    if (System.getProperty("aws.accessKeyId") == null) {
      System.setProperty("aws.accessKeyId", "AKIAIOSFODNN7EXAMPLE");
      System.setProperty("aws.secretAccessKey", "not-a-secret");
    }
    try {
      return new KmsServer(region, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the value for {@code coffer.kmsEndpoint}. */
  public String endpoint() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  public String region() {
    return region;
  }

  /** Makes a symmetric key for encryption, as CreateKey does when nothing is said. */
  public KmsKey createKey() {
    return keys.create(KmsKey.Kind.SYMMETRIC, false);
  }

  public KmsKey createKey(KmsKey.Kind kind) {
    return keys.create(kind, false);
  }

  /** Makes a key that belongs to an AWS service, such as {@code alias/aws/rds}. */
  public KmsKey createAwsManagedKey() {
    return keys.create(KmsKey.Kind.SYMMETRIC, true);
  }

  /** Points an alias such as {@code alias/coffer} at a key, wherever it pointed before. */
  public void alias(String alias, KmsKey key) {
    keys.moveAlias(alias, key);
  }

  /** Makes the next {@code count} requests fail so, before what {@link #failAlways} says. */
  public void failNext(int count, KmsFault fault) {
    synchronized (next) {
      for (int i = 0; i < count; i++) {
        next.add(fault);
      }
    }
  }

  /** Makes every request fail so until {@link #heal}. */
  public void failAlways(KmsFault fault) {
    failAlways("*", fault);
  }

  /** Makes every request for this operation fail so until {@link #heal}. */
  public void failAlways(String operation, KmsFault fault) {
    synchronized (next) {
      always.put(operation, fault);
    }
  }

  /**
   * Answers this many requests properly and makes every one after them fail so until {@link #heal}.
   */
  public void failAfter(int requests, KmsFault fault) {
    synchronized (next) {
      proper = requests;
      always.put("*", fault);
    }
  }

  /** Answers properly again. */
  public void heal() {
    synchronized (next) {
      next.clear();
      always.clear();
      proper = 0;
    }
  }

  /** Returns the log so far, oldest first; an entry is there before its answer is sent. */
  public List<KmsRequest> requests() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** Returns the log's entries for one operation, such as {@code Decrypt}. */
  public List<KmsRequest> requests(String operation) {
    return requests().stream().filter(entry -> entry.operation().equals(operation)).toList();
  }

  /** Empties the log. */
  public void forgetRequests() {
    synchronized (log) {
      log.clear();
    }
  }

  /** Stops at once: connections are refused from now on. */
  @Override
  public void close() {
    closing.countDown();
    http.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Instant time = Instant.now();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String operation = operation(exchange);
    KmsFault fault = fault(operation);
    if (fault instanceof KmsFault.Drop) {
      enter(time, operation, null, "dropped");
      exchange.close();
      return;
    }
    if (fault instanceof KmsFault.Html html) {
      enter(time, operation, null, "HTML");
      send(exchange, html.status(), "text/html", "<html><body>Bad gateway</body></html>");
      return;
    }
    try {
      waitFor(fault);
    } catch (InterruptedException e) {
      exchange.close();
      return;
    }
    KmsCall call = null;
    try {
      call = new KmsCall(body);
      requireSignature(exchange);
      if (fault instanceof KmsFault.Answer answer) {
        throw new KmsError(answer.type(), answer.status(), answer.message());
      }
      Map<String, @Nullable Object> answer = operations.run(operation, call);
      enter(time, operation, call, "OK");
      send(exchange, 200, "application/x-amz-json-1.1", Json.write(answer));
    } catch (KmsError e) {
      enter(time, operation, call, e.type());
      Map<String, @Nullable Object> answer = new HashMap<>();
      answer.put("__type", e.type());
      if (e.getMessage() != null) {
        answer.put("message", e.getMessage());
      }
      send(exchange, e.status(), "application/x-amz-json-1.1", Json.write(answer));
    }
  }

  private static String operation(HttpExchange exchange) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    return target == null || !target.startsWith("TrentService.")
        ? "unknown"
        : target.substring("TrentService.".length());
  }

  private @Nullable KmsFault fault(String operation) {
    synchronized (next) {
      if (proper > 0) {
        proper--;
        return null;
      }
      KmsFault fault = next.poll();
      if (fault == null) {
        fault = always.get(operation);
      }
      return fault == null ? always.get("*") : fault;
    }
  }

  private void waitFor(@Nullable KmsFault fault) throws InterruptedException {
    if (fault instanceof KmsFault.Delay delay
        && closing.await(delay.duration().toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("closing");
    }
    if (fault instanceof KmsFault.Hold hold) {
      hold.gate().await();
    }
  }

  private void requireSignature(HttpExchange exchange) throws KmsError {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null) {
      throw KmsError.refusal("MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    Matcher scope = SCOPE.matcher(authorization);
    if (!scope.matches()) {
      throw KmsError.refusal("IncompleteSignatureException", "Not a signature of version 4");
    }
    if (!scope.group(1).equals(region)) {
      throw KmsError.refusal(
          "InvalidSignatureException",
          "Credential should be scoped to a valid region, not '" + scope.group(1) + "'. ");
    }
  }

  private void enter(Instant time, String operation, @Nullable KmsCall call, String outcome) {
    String keyId = null;
    Map<String, String> context = Map.of();
    if (call != null) {
      try {
        keyId = call.textOrNull(operation.equals("ReEncrypt") ? "SourceKeyId" : "KeyId");
        context =
            call.context(
                operation.equals("ReEncrypt") ? "SourceEncryptionContext" : "EncryptionContext");
      } catch (KmsError e) {
        outcome = outcome + " (malformed)";
      }
    }
    synchronized (log) {
      log.add(
          new KmsRequest(
              time, operation, keyId, call == null ? null : call.keyArn(), context, outcome));
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
