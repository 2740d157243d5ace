package io.calotype.http.contract;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Texts as HTML.
final class Html {
  /// Code between backticks, strong text between double asterisks, with code in it.
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private static final Pattern STRONG = Pattern.compile("\\*\\*([^*]+)\\*\\*");

  private Html() {}

  /// Escapes `text` for elements and quoted attributes.
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /// An element around `content`, which is HTML.
  static String element(String name, String content) {
    return "<" + name + ">" + content + "</" + name + ">";
  }

  static String code(String text) {
    return element("code", escaped(text));
  }

  /// A list of `items`, which are marked texts.
  static String list(Stream<String> items) {
    return element(
        "ul", items.map(item -> element("li", inline(item))).collect(Collectors.joining("\n")));
  }

  /// Paragraphs of a marked text. An empty line separates them.
  static String paragraphs(String text) {
    return Pattern.compile("\n{2,}")
        .splitAsStream(text.strip())
        .filter(paragraph -> !paragraph.isEmpty())
        .map(paragraph -> element("p", inline(paragraph)))
        .collect(Collectors.joining("\n"));
  }

  /// A marked text within a paragraph.
  static String inline(String text) {
    String code = CODE.matcher(escaped(text)).replaceAll(element("code", "$1"));
    return STRONG.matcher(code).replaceAll(element("strong", "$1"));
  }
}
