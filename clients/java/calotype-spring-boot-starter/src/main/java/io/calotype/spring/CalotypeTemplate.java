package io.calotype.spring;

import io.calotype.client.Calotype;
import io.calotype.client.Media;
import io.calotype.client.Rendition;
import io.calotype.client.Source;
import io.calotype.client.UploadOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/// Stores files of forms. Threads share it.
///
/// Errors of all calls: those of [Calotype].
public class CalotypeTemplate {
  private final Calotype client;

  /// @param client the client that sends the files
  public CalotypeTemplate(Calotype client) {
    this.client = client;
  }

  /// The client, for all other calls.
  public Calotype client() {
    return client;
  }

  /// Stores a file with its name. The media is durable and decodable when this returns.
  public Media store(MultipartFile file) {
    return store(file, new UploadOptions());
  }

  /// Stores a file with its name, unless the options have one. The file is not read into memory.
  public Media store(MultipartFile file, UploadOptions options) {
    Source source = Source.of(file::getInputStream, file.getSize(), name(file));
    return client.upload(source, options);
  }

  private static @Nullable String name(MultipartFile file) {
    String name = file.getOriginalFilename();
    return name == null || name.isBlank() ? null : name;
  }

  /// The absolute URL of a preset, with the version of the media.
  public String url(Media media, String preset) {
    return client.url(media, preset);
  }

  /// The absolute URL of a rendition, with the version of the media.
  public String url(Media media, Rendition rendition) {
    return client.url(media, rendition);
  }
}
