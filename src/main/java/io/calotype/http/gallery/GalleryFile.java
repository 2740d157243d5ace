package io.calotype.http.gallery;

import io.calotype.http.exchange.StaticContent;
import io.calotype.http.semantics.AcceptEncoding;
import java.util.List;

/// A built file of the gallery.
///
/// @param name the file name, for example `main-4YQ7ZK2D.js`
/// @param content its type, digest and codings
record GalleryFile(String name, StaticContent content) {
  /// The name of the page.
  static final String PAGE = "index.html";

  private static final int COLUMNS = 4;

  /// Parses a line of the list that the build writes: `name`, `type`, `digest` and codings with
  /// commas between, separated by tabs.
  ///
  /// Errors: an [IllegalArgumentException] for another form.
  static GalleryFile parse(String line) {
    List<String> columns = List.of(line.split("\t", -1));
    if (columns.size() != COLUMNS) {
      throw new IllegalArgumentException("no line of a list of files: " + line);
    }
    String codings = columns.getLast();
    return new GalleryFile(
        columns.get(0),
        new StaticContent(
            columns.get(1),
            columns.get(2),
            codings.isEmpty() ? List.of() : List.of(codings.split(",", -1))));
  }

  /// The name of the file in `coding` in the jar.
  String storedName(String coding) {
    return coding.equals(AcceptEncoding.IDENTITY) ? name : name + "." + coding;
  }
}
