package io.calotype.cdn;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;

/// Varnish with the module xkey, and the VCL of `docs/cdn.md`: `PURGE /` with the tags in
/// `xkey-purge`, separated by blanks.
///
/// @param url of the server
record VarnishApi(URI url) implements PurgeApi {
  /// 50 tags of 131 bytes stay below 8 KiB, the default of `http_req_hdr_len`.
  private static final int MAX_TAGS = 50;

  @Override
  public int maxTags() {
    return MAX_TAGS;
  }

  @Override
  public HttpRequest.Builder request(List<String> tags) {
    return HttpRequest.newBuilder(url.resolve("/"))
        .method("PURGE", BodyPublishers.noBody())
        .header("xkey-purge", String.join(" ", tags));
  }
}
