package io.calotype.imaging.svg;

/// Skips the prolog of an XML document: declaration, comments, processing instructions, document
/// type (XML 1.0 sections 2.5, 2.6 and 2.8).
final class XmlProlog {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /// The UTF-8 byte order mark in a text with one character for each byte.
  private static final String UTF_8_MARK = "\u00ef\u00bb\u00bf";

  private static final String DOCTYPE = "<!DOCTYPE";

  private XmlProlog() {}

  /// The offset of the root element; the length of `text` if the text ends before it.
  static int end(String text) {
    int at = mark(text);
    for (int next = skip(text, at); next > at; next = skip(text, at)) {
      at = next;
    }
    return at;
  }

  private static int mark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? 1 : text.startsWith(UTF_8_MARK) ? 3 : 0;
  }

  private static int skip(String text, int at) {
    if (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      return at + 1;
    }
    if (text.regionMatches(true, at, DOCTYPE, 0, DOCTYPE.length())) {
      return documentType(text, at + DOCTYPE.length());
    }
    return markup(text, at);
  }

  /// The offset after the comment or processing instruction at `at`; `at` if neither begins there.
  private static int markup(String text, int at) {
    if (text.startsWith("<!--", at)) {
      return after(text, "-->", at + 4);
    }
    return text.startsWith("<?", at) ? after(text, "?>", at + 2) : at;
  }

  /// The offset after the document type. The literals and comments of an internal subset may
  /// contain `>` and `]`.
  private static int documentType(String text, int from) {
    boolean subset = false;
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '>' && !subset) {
        return at + 1;
      }
      subset = c == '[' || (subset && c != ']');
      at = c == '"' || c == '\'' ? after(text, String.valueOf(c), at + 1) : declaration(text, at);
    }
    return at;
  }

  private static int declaration(String text, int at) {
    return Math.max(at + 1, markup(text, at));
  }

  private static int after(String text, String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? text.length() : found + end.length();
  }
}
