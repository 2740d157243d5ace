package io.calotype.imaging.svg;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The start tag of the root element of a drawing.
///
/// @param start the offset of its attributes
/// @param end the offset after its attributes
record SvgRoot(String text, int start, int end) {
  private static final Pattern NAME =
      Pattern.compile("<(?:[A-Za-z_][\\w.-]*+:)?+svg(?=[\\s/>])", Pattern.CASE_INSENSITIVE);

  private static final Pattern ATTRIBUTE =
      Pattern.compile("([^\\s=\"'/]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");

  /// Longer attributes, in characters, are not parsed, which bounds the time.
  private static final int MAX_ATTRIBUTES = 16 << 10;

  private static final String NUMBER = "[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,2})?";

  /// A CSS number with a unit that librsvg supports. A percentage is excluded, because the length
  /// it refers to is unknown.
  private static final String LENGTH = NUMBER + "(?i:px|em|ex|in|cm|mm|pt|pc)?";

  /// Four numbers of a view box: the corner and the size.
  private static final Pattern VIEW_BOX =
      Pattern.compile(
          "\\s*(?:%1$s[\\s,]+){2}%2$s[\\s,]+%2$s\\s*"
              .formatted(NUMBER, "(?=[^\\s,]*[1-9])\\+?" + NUMBER.substring("[+-]?".length())));

  private static final Pattern ATTRIBUTE_LENGTH = Pattern.compile("\\s*" + LENGTH + "\\s*");
  private static final Pattern STYLE_LENGTH =
      Pattern.compile("(?:^|[;\\s])(?:width|height)\\s*:\\s*" + LENGTH + "\\s*(?:;|!|$)");

  /// The root of an SVG; empty if the text is not an SVG, or ends before the start tag does.
  static Optional<SvgRoot> find(String text) {
    Matcher name = NAME.matcher(text).region(XmlProlog.end(text), text.length());
    if (!name.lookingAt()) {
      return Optional.empty();
    }
    return Optional.of(new SvgRoot(text, name.end(), attributesEnd(text, name.end())));
  }

  /// The offset of the `>` or `/>` that ends the tag. Quoted values may contain these characters
  /// too.
  private static int attributesEnd(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '>' && !text.startsWith("/>", at)) {
      char c = text.charAt(at);
      int quote = c == '"' || c == '\'' ? text.indexOf(c, at + 1) : at;
      at = quote < 0 ? text.length() : quote + 1;
    }
    return at;
  }

  /// Whether a width, a height or a view box states the size of the drawing.
  boolean sized() {
    return end - start > MAX_ATTRIBUTES
        || ATTRIBUTE.matcher(attributes()).results().anyMatch(SvgRoot::saysSize);
  }

  /// The drawing with `size` in place of its width and height.
  String sized(String size) {
    String rest =
        ATTRIBUTE
            .matcher(attributes())
            .replaceAll(attribute ->
                length(attribute.group(1)) ? "" : Matcher.quoteReplacement(attribute.group()));
    return text.substring(0, start) + size + rest + text.substring(end);
  }

  private String attributes() {
    return text.substring(start, end);
  }

  private static boolean length(String name) {
    return name.equals("width") || name.equals("height");
  }

  /// Whether an attribute states a size. A reference to an entity may be a length, which librsvg
  /// resolves.
  private static boolean saysSize(MatchResult attribute) {
    String value = attribute.group(attribute.group(2) == null ? 3 : 2);
    return switch (attribute.group(1)) {
      case "viewBox" -> VIEW_BOX.matcher(value).matches() || value.strip().startsWith("&");
      case "width", "height" ->
          ATTRIBUTE_LENGTH.matcher(value).matches() || value.strip().startsWith("&");
      case "style" -> STYLE_LENGTH.matcher(value).find();
      default -> false;
    };
  }
}
