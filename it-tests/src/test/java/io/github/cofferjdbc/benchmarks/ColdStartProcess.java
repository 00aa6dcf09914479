package io.github.cofferjdbc.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
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
   * Arguments: the URL, the table, and, to call AWS KMS too, the endpoint and a key's ARN.
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
        describeKey(arguments[2], arguments[3]);
      }
      System.out.println("read");
      in.read();
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
