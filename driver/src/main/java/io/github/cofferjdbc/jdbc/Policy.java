package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.Pin;
import io.github.cofferjdbc.catalog.PinText;
import io.github.cofferjdbc.catalog.PinnedView;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.Keyring;
import io.github.cofferjdbc.keys.KeyringSource;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection believes about what is protected ({@code coffer.policy}): the server's catalog,
 * or what was pinned. Thread safe.
 */
interface Policy {

  /** Believes the server's catalog. */
  Policy CATALOG =
      new Policy() {
        @Override
        public boolean pinned() {
          return false;
        }

        @Override
        public CatalogView over(CatalogView server) {
          return server;
        }

        @Override
        public void reload() {}
      };

  /** Tells whether something that no plan knows must be refused instead of looked at. */
  boolean pinned();

  /**
   * Returns what the analysis may believe.
   *
   * @throws SQLException KE006 if the database is not pinned any more; as the keys' source says
   */
  CatalogView over(CatalogView server) throws SQLException;

  /** Asks, at most once a minute, whether another process has changed the policy. */
  void reload() throws SQLException;

  /**
   * Believes the pin that the database's keyring has.
   *
   * @throws SQLException KE006 if it has none; as the keys' source says
   */
  static Policy pinned(KeyringSource keys) throws SQLException {
    Pinned policy = new Pinned(keys);
    policy.pin(keys.keyring());
    return policy;
  }

  /** The policy {@code pinned}. */
  final class Pinned implements Policy {
    private record Read(String text, Pin pin) {}

    private final KeyringSource keys;
    private volatile @Nullable Read read;
    private volatile @Nullable PinnedView last;

    private Pinned(KeyringSource keys) {
      this.keys = keys;
    }

    private Pin pin(Keyring keyring) throws SQLException {
      String text =
          keyring
              .pin()
              .orElseThrow(
                  () ->
                      CofferState.NOT_TRUSTWORTHY.exception(
                          "coffer.policy is pinned, but database "
                              + keyring.databaseId()
                              + " is not pinned: run coffer pin once everything in it is as it"
                              + " should be."));
      Read known = read;
      if (known == null || !known.text().equals(text)) {
        known = new Read(text, PinText.read(text));
        read = known;
      }
      return known.pin();
    }

    @Override
    public boolean pinned() {
      return true;
    }

    @Override
    public CatalogView over(CatalogView server) throws SQLException {
      Pin pin = pin(keys.keyring());
      PinnedView known = last;
      if (known == null || !known.isOf(server, pin)) {
        known = PinnedView.of(server, pin);
        last = known;
      }
      return known;
    }

    @Override
    public void reload() throws SQLException {
      keys.keyringAnew();
    }
  }
}
