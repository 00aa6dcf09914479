package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.syntax.Reading;

/** The analysis of a text in a state of the catalog, remembered or made. Thread safe. */
@FunctionalInterface
interface Plans {
  /** Returns what the analysis of the text comes to. */
  Analysis analysis(String sql, Reading reading, CatalogView view);
}
