package io.github.cofferjdbc.catalog;

/**
 * The server's catalog is not what was pinned, so nothing that it says of a name may be relied on.
 * Unchecked, because a {@link CatalogView} answers deep inside an analysis; whoever asks for one
 * turns it into KE006.
 */
public final class PinViolation extends RuntimeException {
  private static final long serialVersionUID = 1;

  PinViolation(String what) {
    super(
        what
            + ". If the change is yours, run coffer pin; if not, somebody has changed the catalog,"
            + " and nothing was sent.");
  }
}
