package io.github.cofferjdbc.testing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server that whoever runs the tests names by URL. */
final class GivenServer {

  private GivenServer() {}

  /** Returns the server of {@code jdbc:postgresql://host[:port]/database?user=…&password=…}. */
  static TestPostgres open(String url) {
    int end = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
    String name = url.substring(url.lastIndexOf('/', end - 1) + 1, end);
    if (!url.startsWith("jdbc:postgresql://") || name.isEmpty()) {
      throw new IllegalStateException(
          TestPostgres.URL_NAME + " has to look like jdbc:postgresql://host:5432/database?user=…");
    }
    String user = System.getProperty("user.name");
    String password = "";
    List<String> kept = new ArrayList<>();
    for (String parameter : url.substring(end).replaceFirst("^\\?", "").split("&", -1)) {
      String value = parameter.substring(parameter.indexOf('=') + 1);
      if (parameter.startsWith("user=")) {
        user = URLDecoder.decode(value, StandardCharsets.UTF_8);
      } else if (parameter.startsWith("password=")) {
        password = URLDecoder.decode(value, StandardCharsets.UTF_8);
      } else if (!parameter.isEmpty()) {
        kept.add(parameter);
      }
    }
    String parameters = kept.isEmpty() ? "" : "?" + String.join("&", kept);
    TestDatabase admin = new TestDatabase(url.substring(0, end) + parameters, user, password, name);
    return new TestPostgres("given by " + TestPostgres.URL_NAME, admin, null);
  }
}
