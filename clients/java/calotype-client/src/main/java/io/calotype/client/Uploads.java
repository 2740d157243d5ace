package io.calotype.client;

import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/// Uploads files: in one request, or resumably.
final class Uploads {
  private static final long RESUMABLE_FROM = 16 << 20;

  private final Transport transport;

  Uploads(Transport transport) {
    this.transport = transport;
  }

  /// Uploads a file. Returns its record.
  Media upload(Source source, UploadOptions options) {
    UploadOptions named = options.named(source);
    if (transport.reads() && resumable(source, named)) {
      HttpResponse<InputStream> created = ResumableUpload.create(transport, source, named);
      if (created.statusCode() != 404) { // a server without resumable uploads
        return new ResumableUpload(transport, source, named.progress(), created).send();
      }
    }
    return whole(source, named);
  }

  private static boolean resumable(Source source, UploadOptions options) {
    boolean wanted =
        switch (options.resumption()) {
          case ALL -> true;
          case LONG_FILES -> source.length() >= RESUMABLE_FROM;
          case NONE -> false;
        };
    return wanted && source instanceof Source.Repeatable;
  }

  private Media whole(Source source, UploadOptions options) {
    Map<String, String> query = new LinkedHashMap<>(options.fields());
    String id = query.remove("id");
    String path = id == null ? "/api/media" : Records.path(id);
    try (UploadBody body = new UploadBody(source, 0, options.progress())) {
      HttpRequest.Builder request =
          transport
              .request(path + Percent.query(query))
              .header("Content-Type", "application/octet-stream")
              .method(id == null ? "POST" : "PUT", body.publisher());
      Call call = transport.call(request).withBody(body.length());
      return record(body, source instanceof Source.Once ? call.once() : call);
    }
  }

  private Media record(UploadBody body, Call call) {
    try {
      return Records.media(transport.send(call));
    } catch (ConnectionFailedException failed) {
      throw body.failure() == null ? failed : body.failure();
    }
  }
}
