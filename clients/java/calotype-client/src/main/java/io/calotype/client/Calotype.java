package io.calotype.client;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A client of one server. Threads may share it.
///
/// A request that the server answers with 503 or 429, or whose connection is refused, is repeated
/// after `Retry-After`.
///
/// Errors of every call: [ProblemException] if the server refuses it, [ConnectionFailedException]
/// if there is no answer, [UnexpectedAnswerException] if the answer is not one of Calotype.
public final class Calotype {
  /// The largest batch of the API.
  private static final int MAX_BATCH = 1_000;

  /// Redirects to a store or a CDN that a download follows.
  private static final int MAX_REDIRECTS = 3;

  private final Transport transport;
  private final Uploads uploads;

  private Calotype(Transport transport) {
    this.transport = transport;
    this.uploads = new Uploads(transport);
  }

  /// A client without credentials.
  ///
  /// @param url base URL, such as `http://127.0.0.1:8080`
  public static Calotype of(String url) {
    return builder(url).build();
  }

  /// @param url base URL, such as `http://127.0.0.1:8080`
  /// @param key API key, token or ticket
  public static Calotype of(String url, String key) {
    return builder(url).key(key).build();
  }

  /// A client with settings.
  ///
  /// Errors: `IllegalArgumentException` if the URL is not one of `http` or `https`.
  ///
  /// @param url base URL, such as `http://127.0.0.1:8080`
  public static Builder builder(String url) {
    return new Builder(url);
  }

  /// Uploads the file at a path. It is not read into memory.
  public Media upload(Path file) {
    return upload(file, new UploadOptions());
  }

  /// Uploads the file at a path. It is not read into memory.
  public Media upload(Path file, UploadOptions options) {
    return upload(Source.of(file), options);
  }

  /// Uploads a file in memory.
  public Media upload(byte[] bytes, UploadOptions options) {
    return upload(Source.of(bytes), options);
  }

  /// Uploads a file. The media is durable and decodable when this returns.
  ///
  /// The holder of a ticket sends one request, because it may not read the record afterwards.
  ///
  /// Errors: further `UncheckedIOException` if the source cannot be read.
  public Media upload(Source source, UploadOptions options) {
    return uploads.upload(source, options);
  }

  /// Reads a record.
  public Media get(String id) {
    return Records.get(transport, id);
  }

  /// Reads the records of all media, newest first. The stream requests a page when it needs one.
  public Stream<Media> list() {
    return list(new ListOptions());
  }

  /// Reads records. The stream requests a page when it needs one.
  public Stream<Media> list(ListOptions options) {
    return Pages.stream(this::page, options);
  }

  private Members page(ListOptions options) {
    String path = "/api/media" + Percent.query(options.parameters());
    return transport.json(transport.call(transport.request(path)));
  }

  /// Changes a record. Returns the changed one.
  public Media patch(String id, Changes changes) {
    HttpRequest.Builder request =
        transport
            .request(Records.path(id))
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", json(changes.members()));
    if (changes.etag() != null) {
      request.header("If-Match", changes.etag());
    }
    return Records.media(transport.send(transport.call(request)));
  }

  /// Deletes a media with all renditions. Returns whether it existed.
  public boolean delete(String id) {
    HttpResponse<InputStream> answer =
        transport.answer(transport.call(transport.request(Records.path(id)).DELETE()));
    if (answer.statusCode() == 404) {
      return false;
    }
    Transport.successful(answer);
    return true;
  }

  /// Deletes the media of a group. Returns their number.
  public long deleteGroup(String group) {
    String path = "/api/media" + Percent.query(Map.of("group", group));
    return transport.json(transport.call(transport.request(path).DELETE())).number("deleted");
  }

  /// Deletes any number of media, in batches of 1000.
  public Deletion deleteBatch(Collection<String> ids) {
    List<String> left = List.copyOf(ids);
    long deleted = 0;
    List<String> missing = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (int from = 0; from < left.size(); from += MAX_BATCH) {
      List<String> batch = left.subList(from, Math.min(left.size(), from + MAX_BATCH));
      Members result = post("/api/media/batch-delete", Map.of("ids", batch));
      deleted += result.number("deleted");
      missing.addAll(result.list("missing"));
      refused.addAll(result.list("refused"));
      failed.addAll(result.list("failed"));
    }
    return new Deletion(deleted, missing, refused, failed);
  }

  /// Has the server issue tokens for media, by their ids: the option `t` of their URLs.
  ///
  /// @param expires the life of the tokens
  public Map<String, String> sign(Collection<String> ids, Duration expires) {
    Map<String, Object> order = Map.of("ids", List.copyOf(ids), "expires", expires.toString());
    return post("/api/sign", order).texts("tokens");
  }

  /// Issues a ticket: the key of a page or an app that uploads.
  public Ticket ticket(TicketOptions options) {
    return Ticket.of(post("/api/tickets", options.members()));
  }

  /// Reads an original while it arrives. The caller closes the stream.
  ///
  /// A server that answers with a redirect to its store or CDN is followed, without credentials.
  public InputStream content(String id) {
    Call call = transport.call(transport.request(Records.path(id) + "/content")).asStream();
    HttpResponse<InputStream> answer = transport.answer(call);
    for (int i = 0; i < MAX_REDIRECTS && redirects(answer); i++) {
      URI next = answer.uri().resolve(answer.headers().firstValue("Location").orElse(""));
      answer = transport.answer(transport.call(HttpRequest.newBuilder(next)).asStream());
    }
    return Transport.successful(answer).body();
  }

  private static boolean redirects(HttpResponse<?> answer) {
    return answer.statusCode() == 302 || answer.statusCode() == 307;
  }

  /// The absolute URL of a preset of a record, with the version of the media.
  public String url(Media media, String preset) {
    return url(media, new Rendition(preset));
  }

  /// The absolute URL of a rendition of a record, with the version of the media.
  public String url(Media media, Rendition rendition) {
    return transport.absolute(ImageUrls.imageUrl(media, rendition));
  }

  /// The absolute URL of a rendition of an id.
  public String url(String id, Rendition rendition) {
    return transport.absolute(ImageUrls.imageUrl(id, rendition));
  }

  /// Follows events of media from now on. The first one is `reset`: read the list then.
  public EventStream events() {
    return events(null);
  }

  /// Follows events of media after that with the id `lastId`.
  ///
  /// @param lastId null for none
  public EventStream events(String lastId) {
    return new EventStream(transport, EventStream.Patience.NORMAL, lastId);
  }

  /// The readiness of the node. It is not asked again.
  ///
  /// Errors: [ProblemException] for an answer without readiness.
  public Health health() {
    HttpResponse<InputStream> answer =
        transport.answer(transport.call(transport.request("/health/ready")).once());
    if (answer.statusCode() != 200 && answer.statusCode() != 503) {
      throw Transport.problem(answer);
    }
    Members members = Members.read(Transport.bytes(answer));
    return new Health(answer.statusCode() == 200, members.without("status"));
  }

  private Members post(String path, Map<String, Object> content) {
    HttpRequest.Builder request =
        transport.request(path).header("Content-Type", "application/json").POST(json(content));
    return transport.json(transport.call(request));
  }

  private static HttpRequest.BodyPublisher json(Map<String, Object> content) {
    return BodyPublishers.ofString(JsonWriter.write(content));
  }

  /// Settings of a client.
  public static final class Builder {
    private final String url;
    private String key;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration timeout = Duration.ofSeconds(60);
    private int retries = 4;

    private Builder(String url) {
      String scheme = URI.create(url).getScheme();
      if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
        throw new IllegalArgumentException("not a URL of http or https: " + url);
      }
      this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /// @param newKey API key, token or ticket; null for none
    public Builder key(String newKey) {
      key = newKey;
      return this;
    }

    /// @param limit time until a connection; 10 seconds without this call
    public Builder connectTimeout(Duration limit) {
      connectTimeout = limit;
      return this;
    }

    /// @param limit time until an answer; 60 seconds without this call. An upload has a second more
    ///   for each 32 KiB.
    public Builder timeout(Duration limit) {
      timeout = limit;
      return this;
    }

    /// @param count how often a request is repeated; 4 without this call
    public Builder retries(int count) {
      retries = count;
      return this;
    }

    /// Makes the client. It opens no connection yet.
    public Calotype build() {
      return new Calotype(transport());
    }

    /// The part of the client that sends requests.
    Transport transport() {
      HttpClient http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(connectTimeout)
              .build();
      return new Transport(http, new Transport.Settings(url, key, timeout, retries));
    }
  }
}
