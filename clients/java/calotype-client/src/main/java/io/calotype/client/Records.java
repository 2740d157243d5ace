package io.calotype.client;

import java.io.InputStream;
import java.net.http.HttpResponse;

/// Reads records.
final class Records {
  private Records() {}

  /// The path of a record.
  static String path(String id) {
    return "/api/media/" + Percent.encode(id);
  }

  /// Reads the record of an id.
  static Media get(Transport transport, String id) {
    return media(transport.send(transport.call(transport.request(path(id)))));
  }

  /// The record in an answer.
  static Media media(HttpResponse<InputStream> answer) {
    String etag = answer.headers().firstValue("ETag").orElse(null);
    return Media.of(Members.read(Transport.bytes(answer)), etag);
  }
}
