package io.github.cofferjdbc.admin;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens a connection of the wrapped driver, with autocommit on. */
@FunctionalInterface
public interface ConnectionSource {
  Connection open() throws SQLException;
}
