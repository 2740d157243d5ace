package io.calotype.http.upload;

import io.calotype.failure.MediaException;
import io.calotype.http.routing.QueryParameters;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The header `Upload-Metadata`: pairs of a name and base64 of UTF-8, separated by commas.
///
/// Names that upload widgets send by themselves have no effect. Every other unknown name is an
/// error: a misspelled `visibility` must not publish a file.
final class UploadMetadata {
  private static final Set<String> OPTIONS = Set.of("id", "group", "visibility", "ttl", "filename");
  private static final Set<String> IGNORED =
      Set.of("name", "type", "filetype", "relativePath", "contentType", "size", "lastModified");
  private static final String ATTRIBUTE = "attr.";

  private UploadMetadata() {}

  /// Returns the options of the upload by name.
  ///
  /// Errors: `BadRequest`.
  static Map<String, String> options(String header) {
    Map<String, String> options = new TreeMap<>();
    for (String pair : header.split(",", -1)) {
      if (!pair.isBlank()) {
        add(options, pair.strip());
      }
    }
    return options;
  }

  private static void add(Map<String, String> options, String pair) {
    int blank = pair.indexOf(' ');
    String name = blank < 0 ? pair : pair.substring(0, blank);
    if (IGNORED.contains(name)) {
      return;
    }
    if (!OPTIONS.contains(name) && !name.startsWith(ATTRIBUTE)) {
      throw QueryParameters.bad(
          "the metadata "
              + QueryParameters.printable(name)
              + " is unknown: there are id, group, visibility, ttl, filename and attr.<name>");
    }
    String value = text(name, blank < 0 ? "" : pair.substring(blank + 1).strip());
    if (options.put(name, value) != null) {
      throw QueryParameters.bad(
          "the metadata " + QueryParameters.printable(name) + " is given twice");
    }
  }

  private static String text(String name, String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException wrong) {
      throw wrong(name);
    }
  }

  private static MediaException wrong(String name) {
    return QueryParameters.bad(
        "the metadata " + QueryParameters.printable(name) + " is not base64 of UTF-8");
  }
}
