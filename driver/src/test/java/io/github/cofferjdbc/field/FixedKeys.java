package io.github.cofferjdbc.field;

import io.github.cofferjdbc.keys.Keyring;
import io.github.cofferjdbc.keys.KeyringSource;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A source whose keyring, and what is found at a reload, a test decides. */
final class FixedKeys implements KeyringSource {

  final AtomicInteger reloads = new AtomicInteger();
  volatile Keyring keyring;
  volatile Keyring afterReload;
  volatile @Nullable SQLException denial;

  FixedKeys(Keyring keyring) {
    this.keyring = keyring;
    this.afterReload = keyring;
  }

  @Override
  public Keyring keyring() throws SQLException {
    if (denial != null) {
      throw denial;
    }
    return keyring;
  }

  @Override
  public Keyring keyringAnew() throws SQLException {
    return keyringKnowing(0);
  }

  @Override
  public Keyring keyringKnowing(int keyId) throws SQLException {
    reloads.incrementAndGet();
    keyring = afterReload;
    return keyring();
  }
}
