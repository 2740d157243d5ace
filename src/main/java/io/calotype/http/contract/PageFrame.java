package io.calotype.http.contract;

import io.calotype.media.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The frame of the pages of this package. They have one style, no script, and load nothing.
final class PageFrame {
  private static final String TYPE = "text/html; charset=utf-8";

  private PageFrame() {}

  /// The page with this title and this HTML in its body. Its content security policy permits its
  /// own style by a digest (Content Security Policy Level 3, section 2.3.1). Blocks.
  static StaticDocument document(String title, String body) {
    String style = YamlResource.text("pages.css");
    String page =
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>%s</style>
        %s
        </html>
        """
            .formatted(Html.escaped(title), style, body);
    return StaticDocument.page(TYPE, page, policy(style));
  }

  private static String policy(String style) {
    return "default-src 'none'; style-src 'sha256-"
        + digest(style)
        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  private static String digest(String style) {
    byte[] bytes = style.getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(Sha256.digester().digest(bytes));
  }
}
