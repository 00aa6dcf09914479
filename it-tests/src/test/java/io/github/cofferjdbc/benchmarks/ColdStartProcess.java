package io.github.cofferjdbc.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** A process that connects, reads one row, says so, and waits to be ended. */
final class ColdStartProcess {

  /** The line after the properties on standard input. */
  static final String END = "end of the properties";

  private ColdStartProcess() {}

  /**
   * Arguments: the URL, the table, and, to do a part of Coffer's work besides, its word, of {@link
   * #part}, and for {@code kms} the endpoint and a key's ARN.
   *
   * @throws IllegalStateException if it reads something else than was written
   */
  public static void main(String[] arguments) throws IOException, SQLException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StringBuilder text = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals(END); line = in.readLine()) {
      text.append(line).append('\n');
    }
    Properties properties = new Properties();
    properties.load(new StringReader(text.toString()));
    try (Connection connection = DriverManager.getConnection(arguments[0], properties);
        PreparedStatement select =
            connection.prepareStatement("SELECT note FROM " + arguments[1] + " WHERE id = ?")) {
      select.setInt(1, 1);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next() || !"note".equals(rows.getString(1))) {
          throw new IllegalStateException("another value than was stored");
        }
      }
      if (arguments.length > 2) {
        part(arguments);
      }
      System.out.println("read");
      in.read();
    }
  }

  private static void part(String[] arguments) {
    switch (arguments[2]) {
      case "kms" -> describeKey(arguments[3], arguments[4]);
      case "stretch" -> stretch();
      case "ciphers" -> useCiphers();
      case "caffeine" -> useCaches();
      default -> throw new IllegalArgumentException("no part " + arguments[2]);
    }
  }

  /** Derives a key from a password as Coffer's local master key does. */
  private static void stretch() {
    try {
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256", "SunJCE")
              .generateSecret(
                  new PBEKeySpec("a password".toCharArray(), new byte[16], 600_000, 256))
              .getEncoded();
      if (key.length != 32) {
        throw new IllegalStateException("another length");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Uses each kind of cipher of the JDK once that a first value needs. */
  private static void useCiphers() {
    try {
      SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
      gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
      gcm.doFinal(new byte[16]);
      Cipher wrap = Cipher.getInstance("AESWrap", "SunJCE");
      wrap.init(Cipher.WRAP_MODE, key);
      wrap.wrap(key);
      Mac mac = Mac.getInstance("HmacSHA256", "SunJCE");
      mac.init(key);
      mac.doFinal(new byte[16]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes caches of the kinds that Coffer has of plans, catalogs and keys, and uses them. */
  private static void useCaches() {
    List<Cache<String, String>> caches =
        List.of(
            Caffeine.newBuilder()
                .maximumWeight(1_000)
                .weigher((String key, String value) -> key.length())
                .build(),
            Caffeine.newBuilder().maximumSize(1_000).expireAfterAccess(Duration.ofHours(1)).build(),
            Caffeine.newBuilder().maximumSize(1_000).build(),
            Caffeine.newBuilder()
                .maximumSize(1_000)
                .expireAfter(Expiry.creating((String key, String value) -> Duration.ofHours(1)))
                .scheduler(Scheduler.systemScheduler())
                .removalListener((key, value, cause) -> {})
                .build());
    for (Cache<String, String> cache : caches) {
      cache.put("key", "value");
      if (cache.getIfPresent("key") == null) {
        throw new IllegalStateException("not kept");
      }
    }
  }

  private static void describeKey(String endpoint, String arn) {
    try (KmsClient client =
        KmsClient.builder()
            .region(Region.of(arn.split(":", -1)[3]))
            .endpointOverride(URI.create(endpoint))
            .credentialsProvider(SystemPropertyCredentialsProvider.create())
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      client.describeKey(request -> request.keyId(arn));
    }
  }
}
