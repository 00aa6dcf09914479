package io.github.cofferjdbc.json;

import java.io.IOException;

/** Tells that a text is not JSON; the message gives the offset and no part of the text. */
public final class MalformedJsonException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedJsonException(String message) {
    super(message);
  }
}
