package io.calotype.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Options of an upload. Those that are not named are left to the server. Each method returns a
/// copy.
public final class UploadOptions {
  private static final UploadProgress SILENT = (sent, total) -> {};

  private final Map<String, String> fields;
  private final UploadProgress progress;
  private final Resumption resumption;

  /// The options of the server.
  public UploadOptions() {
    this(Map.of(), SILENT, Resumption.LONG_FILES);
  }

  private UploadOptions(
      Map<String, String> fields, UploadProgress progress, Resumption resumption) {
    this.fields = fields;
    this.progress = progress;
    this.resumption = resumption;
  }

  /// Which uploads are sent resumably.
  enum Resumption {
    ALL,
    LONG_FILES,
    NONE
  }

  /// The id of the media. A repeated upload of the same bytes under it returns the same record.
  public UploadOptions id(String id) {
    return with("id", id);
  }

  /// Puts the media into a group.
  public UploadOptions group(String group) {
    return with("group", group);
  }

  /// Decides who may see the media.
  public UploadOptions visibility(Visibility visibility) {
    return with("visibility", visibility.text());
  }

  /// @param ttl the life of the media
  public UploadOptions ttl(Duration ttl) {
    return with("ttl", ttl.toString());
  }

  /// Adds an attribute to the record.
  public UploadOptions attribute(String name, String value) {
    return with("attr." + name, value);
  }

  /// The file name in the record, in place of that of the source.
  public UploadOptions filename(String filename) {
    return with("filename", filename);
  }

  /// Reports the progress of the upload.
  public UploadOptions progress(UploadProgress receiver) {
    return new UploadOptions(fields, receiver, resumption);
  }

  /// Sends the file resumably or in one request. Without this call, files of 16 MiB and more are
  /// sent resumably. The holder of a ticket sends one request in any case.
  public UploadOptions resumable(boolean resumable) {
    return new UploadOptions(fields, progress, resumable ? Resumption.ALL : Resumption.NONE);
  }

  private UploadOptions with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put(name, value);
    return new UploadOptions(all, progress, resumption);
  }

  /// The options with the file name of `source`, unless they name one.
  UploadOptions named(Source source) {
    return source.filename() == null || fields.containsKey("filename")
        ? this
        : filename(source.filename());
  }

  /// The options by the names of the API.
  Map<String, String> fields() {
    return fields;
  }

  /// The receiver of the progress.
  UploadProgress progress() {
    return progress;
  }

  /// Whether the upload is sent resumably.
  Resumption resumption() {
    return resumption;
  }
}
