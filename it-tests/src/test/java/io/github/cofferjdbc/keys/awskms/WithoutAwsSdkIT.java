package io.github.cofferjdbc.keys.awskms;

import static io.github.cofferjdbc.testing.KeyFailures.misconfigured;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The AWS SDK is an optional dependency. */
class WithoutAwsSdkIT {

  /** Runs inside a class loader that does not see the SDK. */
  public static final class Inside {
    private Inside() {}

    /** Opens a key; called by reflection. */
    public static void open() throws SQLException {
      KmsKeys.open(
          "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
          io.github.cofferjdbc.config.Settings.defaults(),
          io.github.cofferjdbc.keys.spi.MasterKeyRequest.Purpose.USE);
    }
  }

  @Test
  void tellsWhichLibrariesAreMissing() throws Exception {
    List<URL> rest = new ArrayList<>();
    for (String entry :
        System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1)) {
      if (!entry.contains("awssdk")) {
        rest.add(new File(entry).toURI().toURL());
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(rest.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Method open = loader.loadClass(Inside.class.getName()).getMethod("open");

      assertThat(misconfigured(() -> invoke(open))).contains("software.amazon.awssdk:kms");
    }
  }

  private static void invoke(Method method) throws Throwable {
    try {
      method.invoke(null);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
