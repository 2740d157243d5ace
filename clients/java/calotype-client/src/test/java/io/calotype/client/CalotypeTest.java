package io.calotype.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalotypeTest {
  private static final HttpClient BROWSER = HttpClient.newHttpClient();
  private static final Calotype CALOTYPE = TestServer.client();

  private final String group = UUID.randomUUID().toString();
  private final UploadOptions options = new UploadOptions().group(group);

  private static byte[] content(String id) throws IOException {
    try (InputStream content = CALOTYPE.content(id)) {
      return content.readAllBytes();
    }
  }

  private static int status(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return BROWSER.send(request, BodyHandlers.discarding()).statusCode();
  }

  private List<String> uploaded(int count) {
    return Stream.generate(() -> CALOTYPE.upload(Pictures.png(), options).id())
        .limit(count)
        .toList();
  }

  @Test
  void upload_bytes_isReadAndListed() throws IOException {
    byte[] sent = Pictures.png();

    Media media =
        CALOTYPE.upload(
            sent,
            options.ttl(Duration.ofHours(1)).attribute("title", "Düne \"1\"").filename("a b.png"));

    assertThat(media.kind()).isEqualTo(Kind.IMAGE);
    assertThat(media.type()).isEqualTo("image/png");
    assertThat(List.of(media.width(), media.height())).containsExactly(64, 48);
    assertThat(media.bytes()).isEqualTo(sent.length);
    assertThat(media.attributes()).isEqualTo(Map.of("title", "Düne \"1\""));
    assertThat(media.filename()).isEqualTo("a b.png");
    assertThat(media.expiresAt()).isEqualTo(media.createdAt().plus(Duration.ofHours(1)));
    assertThat(media.visibility()).isEqualTo(Visibility.PUBLIC);
    assertThat(media.placeholder().color()).startsWith("#");
    assertThat(media.members()).containsKey("facts");
    assertThat(CALOTYPE.get(media.id()).sha256()).isEqualTo(media.sha256());
    assertThat(content(media.id())).isEqualTo(sent);
    assertThat(CALOTYPE.list(new ListOptions().group(group)))
        .extracting(Media::id)
        .containsExactly(media.id());
  }

  @Test
  void upload_pathAndStream_keepTheirBytes(@TempDir Path folder) throws IOException {
    byte[] sent = Pictures.png();
    Path file = Files.write(folder.resolve("beach.png"), sent);

    Media ofPath = CALOTYPE.upload(file);
    Media ofStream =
        CALOTYPE.upload(Source.of(new ByteArrayInputStream(sent), sent.length), options);

    assertThat(ofPath.filename()).isEqualTo("beach.png");
    assertThat(ofStream.filename()).isNull();
    assertThat(content(ofPath.id())).isEqualTo(sent);
    assertThat(content(ofStream.id())).isEqualTo(sent);
  }

  @Test
  void upload_underAnId_isIdempotentAndRefusesOtherBytes() {
    String id = UUID.randomUUID().toString();
    byte[] sent = Pictures.png();
    assertThat(CALOTYPE.upload(sent, options.id(id)).id()).isEqualTo(id);
    assertThat(CALOTYPE.upload(sent, options.id(id)).id()).isEqualTo(id);

    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> CALOTYPE.upload(Pictures.png(65, 48, 0), options.id(id)));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.slug()).isEqualTo("media-exists");
    assertThat(refused.members()).containsEntry("id", id);
  }

  @Test
  void upload_inOneRequest_reportsItsProgress() {
    byte[] sent = Pictures.png(64, 48, 200_000);
    List<Long> seen = new CopyOnWriteArrayList<>();

    CALOTYPE.upload(
        sent,
        options.progress((now, total) -> {
          assertThat(total).isEqualTo(sent.length);
          seen.add(now);
        }));

    assertThat(seen).isSorted().hasSizeGreaterThan(2).endsWith((long) sent.length);
  }

  @Test
  void upload_resumable_keepsBytesAndOptions() throws IOException {
    String id = UUID.randomUUID().toString();
    byte[] sent = Pictures.png(64, 48, 600_000);

    Media media = CALOTYPE.upload(sent, options.id(id).attribute("a", "é").resumable(true));

    assertThat(media.id()).isEqualTo(id);
    assertThat(media.group()).isEqualTo(group);
    assertThat(media.attributes()).isEqualTo(Map.of("a", "é"));
    assertThat(content(id)).isEqualTo(sent);
  }

  @Test
  void upload_resumable_goesOnAfterLostConnections() throws IOException {
    byte[] sent = Pictures.png(64, 48, 1_200_000);
    try (CuttingRelay relay = new CuttingRelay(2)) {
      Media media = Calotype.of(relay.url(), TestServer.KEY).upload(sent, options.resumable(true));

      assertThat(relay.left()).isZero();
      assertThat(content(media.id())).isEqualTo(sent);
    }
  }

  @Test
  void upload_inOneRequestThatIsCut_isAFailedConnection() throws IOException {
    byte[] sent = Pictures.png(64, 48, 1_200_000);
    try (CuttingRelay relay = new CuttingRelay(1)) {
      assertThatExceptionOfType(ConnectionFailedException.class)
          .isThrownBy(() -> Calotype.of(relay.url(), TestServer.KEY).upload(sent, options));
    }
  }

  @Test
  void upload_noPicture_isAProblem() {
    for (boolean resumable : new boolean[] {false, true}) {
      ProblemException refused =
          catchThrowableOfType(
              ProblemException.class,
              () -> CALOTYPE.upload("no picture".getBytes(), options.resumable(resumable)));

      assertThat(refused.status()).isEqualTo(415);
      assertThat(refused.slug()).isEqualTo("unsupported-media");
      assertThat(refused.detail()).isNotEmpty();
    }
  }

  @Test
  void patch_changes_setAndRemove() {
    Media media = CALOTYPE.upload(Pictures.png(), options.attribute("a", "1").attribute("b", "2"));

    Media changed =
        CALOTYPE.patch(
            media.id(),
            new Changes()
                .group(null)
                .visibility(Visibility.PRIVATE)
                .ttl(Duration.ofDays(1))
                .attribute("a", null)
                .attribute("c", "3"));

    assertThat(changed.group()).isNull();
    assertThat(changed.visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(changed.expiresAt()).isNotNull();
    assertThat(changed.attributes()).isEqualTo(Map.of("b", "2", "c", "3"));
    assertThat(CALOTYPE.patch(media.id(), new Changes().noAttributes().ttl(null)).attributes())
        .isEmpty();
  }

  @Test
  void patch_ifMatch_refusesAChangedRecord() {
    Media media = CALOTYPE.get(CALOTYPE.upload(Pictures.png(), options).id());
    Changes changes = new Changes().focus("0.25,0.5").ifMatch(media.etag());
    assertThat(CALOTYPE.patch(media.id(), changes).members()).containsEntry("focus", "0.25,0.50");

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> CALOTYPE.patch(media.id(), changes))
        .withMessageStartingWith("412 precondition-failed");
  }

  @Test
  void list_severalPages_hasAllAndIsLazy() {
    List<String> ids = uploaded(5);
    List<String> newestFirst = new ArrayList<>(ids);
    Collections.reverse(newestFirst);
    ListOptions pages = new ListOptions().group(group).pageSize(2);

    assertThat(CALOTYPE.list(pages)).extracting(Media::id).isEqualTo(newestFirst);
    assertThat(CALOTYPE.list(pages.oldestFirst())).extracting(Media::id).isEqualTo(ids);
    assertThat(CALOTYPE.list(pages.kind(Kind.VIDEO))).isEmpty();
    Stream<Media> begun = CALOTYPE.list(pages);
    CALOTYPE.delete(newestFirst.get(0));
    assertThat(begun.findFirst()).map(Media::id).contains(newestFirst.get(1));
  }

  @Test
  void delete_oneABatchAndAGroup_countsThem() {
    List<String> ids = uploaded(4);

    assertThat(CALOTYPE.delete(ids.get(0))).isTrue();
    assertThat(CALOTYPE.delete(ids.get(0))).isFalse();
    assertThat(CALOTYPE.deleteBatch(List.of(ids.get(1), "gone")))
        .isEqualTo(new Deletion(1, List.of("gone"), List.of(), List.of()));
    assertThat(CALOTYPE.deleteGroup(group)).isEqualTo(2);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> CALOTYPE.get(ids.get(3)))
        .withMessageStartingWith("404 not-found");
  }

  @Test
  void urls_ofEveryKind_areServed() throws Exception {
    Media media = CALOTYPE.upload(Pictures.png(400, 300, 0), options);
    Rendition narrow = new Rendition().width(123);

    List<String> urls =
        List.of(
            CALOTYPE.url(media, new Rendition()),
            CALOTYPE.url(media, "small"),
            CALOTYPE.url(media.id(), new Rendition("small")),
            CALOTYPE.url(media, new Rendition().width(200).format("jpeg").quality(70)),
            CALOTYPE.url(media, new Rendition().width(320).with("ar", "16:9").fit("cover")),
            Signatures.signUrl(
                CALOTYPE.url(media.id(), narrow), TestServer.SIGNING_KEY, Duration.ofMinutes(1)),
            TestServer.URL + ImageUrls.srcset(media).split(" ")[0]);

    for (String url : urls) {
      assertThat(status(url)).as(url).isEqualTo(200);
    }
    assertThat(urls.get(1)).contains("?v=");
    assertThat(status(CALOTYPE.url(media.id(), narrow))).isEqualTo(400);
  }

  @Test
  void tokens_ofServerAndClient_openAPrivateMedia() throws Exception {
    String id = CALOTYPE.upload(Pictures.png(), options.visibility(Visibility.PRIVATE)).id();
    Rendition small = new Rendition("small");

    assertThat(status(CALOTYPE.url(id, small))).isEqualTo(404);
    for (String token :
        List.of(
            CALOTYPE.sign(List.of(id), Duration.ofMinutes(1)).get(id),
            Signatures.mediaToken(id, TestServer.SIGNING_KEY, Duration.ofMinutes(1)))) {
      assertThat(status(CALOTYPE.url(id, small.token(token)))).isEqualTo(200);
    }
  }

  @Test
  void ticket_ofAHolder_permitsItsUploads() {
    TicketOptions limits =
        new TicketOptions().bytes(10_000).types("image/*").count(2).expires(Duration.ofMinutes(5));

    Ticket ticket =
        CALOTYPE.ticket(
            limits.group(group).visibility(Visibility.PRIVATE).ttl(Duration.ofHours(1)));

    assertThat(ticket.toString()).doesNotContain(ticket.text());
    Calotype holder = Calotype.of(TestServer.URL, ticket.text());
    String id = holder.upload(Pictures.png(), new UploadOptions().resumable(true)).id();
    Media media = CALOTYPE.get(id);
    assertThat(media.group()).isEqualTo(group);
    assertThat(media.visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(media.expiresAt()).isNotNull();
    assertThat(ticket.expiresAt())
        .isBetween(media.createdAt(), media.createdAt().plus(Duration.ofMinutes(5)));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> holder.upload(Pictures.png(64, 48, 20_000), new UploadOptions()))
        .withMessageStartingWith("403 ticket-refused");
  }

  @Test
  void ticket_ofAnId_isOneUpload() {
    String id = UUID.randomUUID().toString();
    Calotype holder =
        Calotype.of(TestServer.URL, CALOTYPE.ticket(new TicketOptions().id(id)).text());

    assertThat(holder.upload(Pictures.png(), new UploadOptions()).id()).isEqualTo(id);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> holder.upload(Pictures.png(65, 48, 0), new UploadOptions()))
        .withMessageStartingWith("403 ticket-refused");
  }

  @Test
  void events_ofAMedia_followAndResume() {
    String first;
    Media media;
    EventStream followed = CALOTYPE.events();
    try (followed) {
      assertThat(followed.next().type()).isEqualTo("reset");
      media = CALOTYPE.upload(Pictures.png(), options);
      Event uploaded = about(followed, media);
      first = uploaded.id();

      assertThat(uploaded.type()).isEqualTo("uploaded");
      assertThat(uploaded.kind()).isEqualTo(Kind.IMAGE);
      assertThat(uploaded.at()).isAfterOrEqualTo(media.createdAt());
    }
    assertThat(followed.hasNext()).isFalse();
    CALOTYPE.delete(media.id());
    try (EventStream events = CALOTYPE.events(first)) {
      assertThat(about(events, media).type()).isEqualTo("deleted");
    }
  }

  /// The next event of `media`. Other tests may have theirs.
  private static Event about(EventStream events, Media media) {
    Event event = events.next();
    while (!media.id().equals(event.media())) {
      event = events.next();
    }
    return event;
  }

  @Test
  void health_ofAServer_isReady() {
    Health health = Calotype.of(TestServer.URL + "/").health();

    assertThat(health.ready()).isTrue();
    assertThat(health.checks()).containsEntry("catalog", true).doesNotContainKey("status");
  }

  @Test
  void list_wrongKey_isAProblem() {
    Stream<Media> list = Calotype.of(TestServer.URL, "wrong").list();

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(list::findFirst)
        .withMessageStartingWith("401 unauthorized");
  }
}
