package io.github.cofferjdbc.sql.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A reader of trusted JSON of any depth: objects are maps, arrays lists, numbers longs. */
// A missing key of trusted JSON shall fail the test.
@SuppressWarnings({"NullAway", "IncrementInForLoopAndHeader"})
final class JsonTree {
  private final String text;
  private int at;

  private JsonTree(String text) {
    this.text = text;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(String text) {
    return (Map<String, Object>) new JsonTree(text).value();
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> child(Map<String, Object> object, String key) {
    return (Map<String, Object>) object.get(key);
  }

  private Object value() {
    char c = text.charAt(at);
    switch (c) {
      case '{' -> {
        return map();
      }
      case '[' -> {
        return list();
      }
      case '"' -> {
        return string();
      }
      case 't' -> {
        at += 4;
        return true;
      }
      case 'f' -> {
        at += 5;
        return false;
      }
      default -> {
        int from = at;
        while ("+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
          at++;
        }
        return Long.parseLong(text.substring(from, at));
      }
    }
  }

  private Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    while (text.charAt(at) != '}') {
      String key = string();
      at++;
      map.put(key, value());
      if (text.charAt(at) == ',') {
        at++;
      }
    }
    at++;
    return map;
  }

  private List<Object> list() {
    List<Object> list = new ArrayList<>();
    at++;
    while (text.charAt(at) != ']') {
      list.add(value());
      if (text.charAt(at) == ',') {
        at++;
      }
    }
    at++;
    return list;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    for (at++; text.charAt(at) != '"'; at++) {
      char c = text.charAt(at);
      if (c != '\\') {
        string.append(c);
        continue;
      }
      at++;
      switch (text.charAt(at)) {
        case 'n' -> string.append('\n');
        case 't' -> string.append('\t');
        case 'r' -> string.append('\r');
        case 'b' -> string.append('\b');
        case 'f' -> string.append('\f');
        case 'u' -> {
          string.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
          at += 4;
        }
        default -> string.append(text.charAt(at));
      }
    }
    at++;
    return string.toString();
  }
}
