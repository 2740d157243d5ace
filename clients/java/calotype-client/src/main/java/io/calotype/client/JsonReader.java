package io.calotype.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads JSON (RFC 8259): objects as maps in their order, arrays as lists, integers as `Long`,
/// other numbers as `Double`, further strings, booleans and null. Maps and lists are unmodifiable.
final class JsonReader {
  /// Deeper values are refused: the reader is recursive.
  static final int MAX_DEPTH = 64;

  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final int MAX_LONG_DIGITS = 18;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /// Reads one value.
  ///
  /// Errors: `IllegalArgumentException` for any text that is not JSON, and for values that are too
  /// deep.
  static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value(0);
    if (reader.peek() != -1) {
      throw reader.malformed();
    }
    return value;
  }

  private Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw malformed();
    }
    int next = peek();
    return switch (next) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    if (!skips('}')) {
      do {
        if (peek() != '"') {
          throw malformed();
        }
        String name = string();
        expect(':');
        members.put(name, value(depth + 1));
      } while (skips(','));
      expect('}');
    }
    return Collections.unmodifiableMap(members);
  }

  private List<Object> array(int depth) {
    List<Object> items = new ArrayList<>();
    at++;
    if (!skips(']')) {
      do {
        items.add(value(depth + 1));
      } while (skips(','));
      expect(']');
    }
    return Collections.unmodifiableList(items);
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    at++;
    while (true) {
      char next = next();
      if (next == '"') {
        return string.toString();
      }
      if (next < ' ') {
        throw malformed();
      }
      string.append(next == '\\' ? escaped() : next);
    }
  }

  private char escaped() {
    char next = next();
    return switch (next) {
      case '"', '\\', '/' -> next;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw malformed();
    };
  }

  /// The UTF-16 code unit of four hexadecimal digits.
  private char unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char next = next();
      int digit = next < 128 ? Character.digit(next, 16) : -1;
      if (digit < 0) {
        throw malformed();
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  private Number number() {
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      throw malformed();
    }
    at = number.end();
    boolean integer = number.group(1) == null && number.group(2) == null;
    if (integer && number.group().length() <= MAX_LONG_DIGITS) {
      return Long.valueOf(number.group());
    }
    return Double.valueOf(number.group());
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw malformed();
    }
    at += word.length();
    return value;
  }

  private void expect(char wanted) {
    if (!skips(wanted)) {
      throw malformed();
    }
  }

  /// Skips blanks, and the character if it is the next one.
  private boolean skips(char wanted) {
    boolean found = peek() == wanted;
    at += found ? 1 : 0;
    return found;
  }

  /// The next character that is not blank, without taking it; -1 at the end.
  private int peek() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : -1;
  }

  private char next() {
    if (at == text.length()) {
      throw malformed();
    }
    return text.charAt(at++);
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("malformed JSON at character " + at);
  }
}
