package io.github.cofferjdbc;

import java.sql.SQLException;
import java.util.Hashtable;
import java.util.Iterator;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;
import org.jspecify.annotations.Nullable;

/** Makes a data source of Coffer's from the reference that one gave. Thread safe. */
public final class CofferDataSourceFactory implements ObjectFactory {

  /** Makes a factory; for JNDI. */
  public CofferDataSourceFactory() {}

  @Override
  public @Nullable Object getObjectInstance(
      @Nullable Object object,
      @Nullable Name name,
      @Nullable Context context,
      @Nullable Hashtable<?, ?> environment)
      throws SQLException {
    if (!(object instanceof Reference reference)) {
      return null;
    }
    CofferCommonDataSource source = empty(reference.getClassName());
    if (source == null) {
      return null;
    }
    for (Iterator<RefAddr> all = reference.getAll().asIterator(); all.hasNext(); ) {
      RefAddr address = all.next();
      source.setReferenced(address.getType(), String.valueOf(address.getContent()));
    }
    return source;
  }

  private static @Nullable CofferCommonDataSource empty(String className) {
    if (className.equals(CofferDataSource.class.getName())) {
      return new CofferDataSource();
    } else if (className.equals(CofferConnectionPoolDataSource.class.getName())) {
      return new CofferConnectionPoolDataSource();
    } else if (className.equals(CofferXADataSource.class.getName())) {
      return new CofferXADataSource();
    }
    return null;
  }
}
