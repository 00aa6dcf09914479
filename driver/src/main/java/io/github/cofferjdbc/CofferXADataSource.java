package io.github.cofferjdbc;

import io.github.cofferjdbc.jdbc.EncryptingXAConnection;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction manager opens connections with; what they hand out encrypts protected columns,
 * and the branches of distributed transactions are pgjdbc's. The server needs {@code
 * max_prepared_transactions}. Over another driver than pgjdbc it is refused, KE009.
 */
public final class CofferXADataSource extends CofferCommonDataSource implements XADataSource {

  /** Makes a data source that {@link #setUrl} completes. */
  public CofferXADataSource() {}

  @Override
  public XAConnection getXAConnection() throws SQLException {
    return EncryptingXAConnection.of(opened());
  }

  @Override
  public XAConnection getXAConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return EncryptingXAConnection.of(opened(user, password));
  }
}
