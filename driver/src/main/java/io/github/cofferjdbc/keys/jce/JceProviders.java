package io.github.cofferjdbc.keys.jce;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.lang.reflect.InvocationTargetException;
import java.security.Provider;
import java.security.Security;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The JCE providers of this process: one that the application has registered, else one of our own,
 * made once, since a provider may hold connections to its HSM. Thread safe.
 */
final class JceProviders {

  /** Which class, set up how. */
  private record Made(String provider, Optional<String> configuration) {}

  private static final Map<Made, Provider> MADE = new ConcurrentHashMap<>();

  private JceProviders() {}

  static Provider find(JceKeyName name) throws SQLException {
    if (name.configuration().isEmpty()) {
      for (Provider registered : Security.getProviders()) {
        if (registered.getClass().getName().equals(name.provider())) {
          return registered;
        }
      }
    }
    Made made = new Made(name.provider(), name.configuration());
    Provider known = MADE.get(made);
    if (known != null) {
      return known;
    }
    Provider fresh = make(name);
    Provider earlier = MADE.putIfAbsent(made, fresh);
    return earlier == null ? fresh : earlier;
  }

  private static Provider make(JceKeyName name) throws SQLException {
    try {
      // Not initialized before it is known to be a provider.
      Class<?> type = Class.forName(name.provider(), false, JceProviders.class.getClassLoader());
      Provider provider = type.asSubclass(Provider.class).getDeclaredConstructor().newInstance();
      return name.configuration().isPresent()
          ? provider.configure(name.configuration().get())
          : provider;
    } catch (ClassNotFoundException e) {
      throw KeyFailure.MISCONFIGURED.exception(
          "There is no class " + name.provider() + " on the class path; add the HSM's library.", e);
    } catch (ClassCastException e) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The class " + name.provider() + " is not a java.security.Provider.", e);
    } catch (InvocationTargetException e) {
      throw JceFailures.exception(name, e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException e) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The class " + name.provider() + " has no public constructor without parameters.", e);
    } catch (LinkageError e) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The provider " + name.provider() + " cannot be loaded: a library is missing.", e);
    } catch (RuntimeException e) {
      throw JceFailures.exception(name, e);
    }
  }
}
