package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Damage to files by a bad disk: its detection, and its repair.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyProgramTest {

  private Path data;
  private Typed typed;
  private Server program;

  @BeforeAll
  void start(@TempDir Path data, @TempDir Path desk) {
    this.data = data;
    program = InJvm.start(data, Map.of("SCRUB_RATE", "0", "FFMPEG", "auto"));
    typed = Typed.at(program, desk, "");
  }

  @AfterAll
  void stop() {
    program.close();
  }

  @Test
  void verify_wholeMedia_findsNothing() {
    program.put("whole", Pictures.jpeg(320, 240, 1));

    assertThat(verify("{\"ids\":[\"whole\",\"nobody\"]}"))
        .startsWith("{\"verified\":1,\"bytes\":")
        .contains("\"absent\":[\"nobody\"],\"unread\":[],\"faults\":[],\"covers\":{\"node\":")
        .endsWith("\"renditions\":[\"node\"],\"originals\":[\"node\"]}}");
  }

  @Test
  void verify_damagedRendition_removesItAndItIsMadeAgain() throws IOException {
    program.put("print", Pictures.jpeg(320, 240, 2));
    long entries = files("renditions", "print").size();
    damage(files("renditions", "print").getFirst());

    String dry = verify("{\"ids\":[\"print\"],\"dryRun\":true}");
    assertThat(dry).contains(fault("print", "renditions", "damaged", false));
    assertThat(files("renditions", "print")).hasSize((int) entries);

    String repaired = verify("{\"ids\":[\"print\"]}");
    assertThat(repaired).contains(fault("print", "renditions", "damaged", true));
    assertThat(files("renditions", "print")).hasSize((int) entries - 1);
    assertThat(verify("{\"ids\":[\"print\"]}")).contains("\"faults\":[]");
    assertThat(program.metric("calotype_scrub_repaired_total{what=\"rendition\"")).isPositive();
  }

  @Test
  void verify_damagedOriginal_isToldAndHealedByTheSameBytes() throws IOException {
    byte[] photo = Pictures.jpeg(320, 240, 3);
    program.put("hurt", photo);
    damage(BlobFolder.of(data, "images", "hurt").getFirst());

    assertThat(verify("{\"ids\":[\"hurt\"]}"))
        .contains(fault("hurt", "original", "damaged", false));
    assertThat(program.metric("calotype_scrub_damaged_originals")).isEqualTo(1);
    assertThat(BlobFolder.of(data, "images", "hurt")).hasSize(1);

    assertThat(program.put("hurt", photo).statusCode()).isEqualTo(200);

    assertThat(program.metric("calotype_scrub_damaged_originals")).isZero();
    assertThat(program.get("/api/media/hurt/content").body()).isEqualTo(photo);
    assertThat(verify("{\"ids\":[\"hurt\"]}")).contains("\"faults\":[]");
  }

  /// As an operator restores a file from a backup: with the times that it had.
  @Test
  void content_originalRestored_isDeliveredAtOnce() throws IOException {
    byte[] photo = Pictures.jpeg(320, 240, 13);
    program.put("restored", photo);
    Path file = BlobFolder.of(data, "images", "restored").getFirst();
    FileTime time = Files.getLastModifiedTime(file);
    damage(file);
    verify("{\"ids\":[\"restored\"]}");
    assertThat(text(program.get("/api/media/restored/content"))).contains("original-damaged");
    Files.delete(file);
    assertThat(verify("{\"ids\":[\"restored\"]}")).contains("\"found\":\"lost\"");
    assertThat(text(program.get("/api/media/restored"))).contains("/problems/original-lost");

    Files.write(file, photo);
    Files.setLastModifiedTime(file, time);

    assertThat(program.get("/api/media/restored/content").body()).isEqualTo(photo);
    assertThat(program.get("/images/restored?w=48").statusCode()).isEqualTo(200);
    assertThat(text(program.get("/api/media/restored"))).doesNotContain("problems");
  }

  @Test
  void exif_originalLostOrDamaged_isThatProblem() throws IOException {
    program.put("bare", Pictures.jpeg(320, 240, 14));
    assertThat(program.get("/api/media/bare?exif=true").statusCode()).isEqualTo(200);
    Path file = BlobFolder.of(data, "images", "bare").getFirst();
    damage(file);
    verify("{\"ids\":[\"bare\"]}");

    assertThat(text(program.get("/api/media/bare?exif=true"))).contains("original-damaged");
    Files.delete(file);
    assertThat(text(program.get("/api/media/bare?exif=true"))).contains("original-lost");
    program.delete("/api/media/bare");
  }

  @Test
  void verify_damagedOriginal_isForgottenWithItsMedia() throws IOException {
    program.put("doomed", Pictures.jpeg(320, 240, 4));
    Files.delete(BlobFolder.of(data, "images", "doomed").getFirst());
    assertThat(verify("{\"ids\":[\"doomed\"]}"))
        .contains(fault("doomed", "original", "lost", false));

    program.delete("/api/media/doomed");

    assertThat(program.metric("calotype_scrub_damaged_originals")).isZero();
  }

  @Test
  void verify_damagedMaster_isMadeAgain() throws Exception {
    program.put("film", MovingPictures.video("mp4", 1.0));
    byte[] first = program.get("/images/film?w=64").body();
    damage(BlobFolder.of(data, "masters", "film").getFirst());

    assertThat(verify("{\"ids\":[\"film\"],\"dryRun\":true}"))
        .contains(fault("film", "master", "damaged", false));
    assertThat(verify("{\"ids\":[\"film\"]}")).contains(fault("film", "master", "damaged", true));

    assertThat(verify("{\"ids\":[\"film\"]}")).contains("\"faults\":[]");
    assertThat(program.get("/images/film?w=64").body()).isEqualTo(first);
  }

  @Test
  void verify_videoWithDamagedOriginal_keepsItsMasterAndIsHealed() throws Exception {
    byte[] video = MovingPictures.video("mp4", 1.2);
    program.put("reel", video);
    damage(BlobFolder.of(data, "videos", "reel").getFirst());
    Files.delete(BlobFolder.of(data, "masters", "reel").getFirst());

    assertThat(verify("{\"ids\":[\"reel\"]}"))
        .contains(fault("reel", "original", "damaged", false))
        .contains(fault("reel", "master", "lost", false));
    assertThat(program.put("reel", video).statusCode()).isEqualTo(200);

    assertThat(verify("{\"ids\":[\"reel\"]}")).contains("\"faults\":[]");
  }

  @Test
  void verify_anythingElse_isRefused() {
    for (String body : List.of("{}", "{\"ids\":[]}", "{\"ids\":[\"a b\"]}", "{\"all\":true}")) {
      assertThat(post("/api/admin/verify", body).statusCode()).as(body).isEqualTo(400);
    }
  }

  @Test
  void orphans_inBothDirections_areFoundAndDeleted() throws IOException {
    program.put("lonely", Pictures.jpeg(320, 240, 5));
    Files.delete(BlobFolder.of(data, "images", "lonely").getFirst());
    Path orphan = old(write("images/ab/cd/stray", 5), Duration.ofHours(2));
    Path young = write("images/ab/cd/young", 5);
    Path entry =
        old(
            write("renditions/00/11/nobody/400x300-q85-12345678.9-0a0b0c0d.webp", 9),
            Duration.ofHours(2));

    String found = text(program.get("/api/admin/orphans"));
    assertThat(found)
        .contains("\"deleted\":false")
        .contains("\"files\":{\"count\":1,\"bytes\":5,\"examples\":[\"images/ab/cd/stray\"]}")
        .contains("\"renditions\":{\"count\":1,\"bytes\":9,\"examples\":[\"nobody/400x300")
        .contains("\"records\":{\"count\":0");
    assertThat(text(post("/api/admin/orphans", "{}"))).isEqualTo(found);
    assertThat(orphan).exists();

    assertThat(text(post("/api/admin/orphans", "{\"delete\":true}"))).contains("\"deleted\":true");

    assertThat(orphan).doesNotExist();
    assertThat(entry).doesNotExist();
    assertThat(young).exists();
    assertThat(program.get("/api/media/lonely").statusCode()).isEqualTo(200);
  }

  @Test
  void upkeep_byCommand_reportsRemovalsOfEachChore() throws Exception {
    program.post("/api/media?id=over&ttl=1", "image/jpeg", Pictures.jpeg(320, 240, 6));
    Path leftOver = old(write("incoming/left-over", 3), Duration.ofHours(2));
    Await.until(() -> program.get("/images/over").statusCode() == 410);

    String done = text(post("/api/admin/upkeep", ""));

    assertThat(done)
        .containsPattern("\"chore\":\"expired\",\"removed\":1,\"bytes\":[1-9]")
        .containsPattern("\"chore\":\"temporary\",\"removed\":1,")
        .contains("\"chore\":\"budget\"", "\"chore\":\"idle\"", "\"chore\":\"orphans\"")
        .doesNotContain("\"failure\":\"");
    assertThat(leftOver).doesNotExist();
    assertThat(program.logUntil("event=expired id=over"))
        .noneMatch(line -> line.contains("event=deleted id=over"));
  }

  @Test
  void verifyCommand_ofOneThatIsLost_namesItAndEndsWithOne() throws Exception {
    for (String id : List.of("one", "two")) {
      byte[] photo = Pictures.jpeg(64, 48, id.hashCode());
      program.post("/api/media?group=verified&id=" + id, "image/jpeg", photo);
    }
    Typed.Ended sound = typed.run("verify", "--group", "verified");
    Files.delete(BlobFolder.of(data, "images", "one").getFirst());

    Typed.Ended lost = typed.run("verify", "--group", "verified");
    Typed.Ended lines = typed.run("verify", "--json", "--dry-run", "one", "nobody");

    assertThat(sound.code()).as(sound.err()).isZero();
    assertThat(sound.out()).startsWith("2 media verified, ");
    assertThat(lost.code()).isEqualTo(1);
    assertThat(lost.out())
        .startsWith("ID ")
        .contains("one  original  lost   1      no\n2 media verified, ");
    assertThat(lines.code()).isEqualTo(1);
    assertThat(lines.err()).isEqualTo("calotype: nobody is not there\n");
    assertThat(lines.out().lines()).hasSize(2).last().asString().contains("\"damaged\":1");
    program.delete("/api/media/one");
  }

  @Test
  void orphansCommand_always_findsBeforeItDeletes() throws Exception {
    Path stray = old(write("masters/ab/cd/astray", 5), Duration.ofHours(2));

    Typed.Ended found = typed.run("orphans");
    Typed.Ended deleted = typed.run("orphans", "--delete");
    Typed.Ended none = typed.run("orphans", "--json");

    assertThat(found.code()).isEqualTo(1);
    assertThat(found.out()).startsWith("masters/ab/cd/astray\n").contains("files       1      5 B");
    assertThat(deleted.code()).isZero();
    assertThat(stray).doesNotExist();
    assertThat(none.code()).isZero();
    assertThat(none.out()).startsWith("{\"deleted\":false,\"files\":{\"count\":0,");
  }

  @Test
  void upkeepCommand_always_printsRemovalsOfEachChore() throws Exception {
    Typed.Ended table = typed.run("upkeep");
    Typed.Ended json = typed.run("upkeep", "--json");

    assertThat(table.code()).isZero();
    assertThat(table.out()).startsWith("CHORE ").containsPattern("budget +0 +0 B +[0-9.]+ s");
    assertThat(json.out()).startsWith("{\"chores\":[{\"chore\":\"removals\",");
  }

  /// A program of its own, which was away while its files were hurt.
  @Test
  void scrub_inTheBackground_repairsAndReportsTheRest(@TempDir Path other) throws Exception {
    try (Server before = InJvm.start(other, Map.of("SCRUB_RATE", "0"))) {
      before.put("hurt", Pictures.jpeg(320, 240, 7));
      before.put("print", Pictures.jpeg(320, 240, 8));
    }
    damage(BlobFolder.of(other, "images", "hurt").getFirst());
    Path rendition = files(other, "renditions", "print").getFirst();
    damage(rendition);

    try (Server scrubbing = InJvm.start(other)) {
      Await.until(() -> scrubbing.metric("calotype_scrub_rounds_total") == 1);

      assertThat(scrubbing.metric("calotype_scrub_damaged_originals")).isEqualTo(1);
      assertThat(scrubbing.metric("calotype_scrub_repaired_total")).isEqualTo(1);
      assertThat(scrubbing.metric("calotype_scrub_media_total")).isEqualTo(2);
      assertThat(rendition).doesNotExist();
      assertThat(scrubbing.log())
          .anyMatch(line -> line.contains("event=damaged id=hurt what=original found=DAMAGED"))
          .anyMatch(line -> line.contains("event=scrubbed media=2 "));
    }
  }

  private static String fault(String id, String part, String found, boolean repaired) {
    return "{\"id\":\"%s\",\"part\":\"%s\",\"found\":\"%s\",\"count\":1,\"repaired\":%s}"
        .formatted(id, part, found, repaired);
  }

  /// Turns one bit over, and leaves the length and the time as they are.
  private static void damage(Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, time);
  }

  private Path write(String name, int length) throws IOException {
    Path file = data.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.write(file, new byte[length]);
  }

  private static Path old(Path file, Duration age) throws IOException {
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private List<Path> files(String top, String id) throws IOException {
    return files(data, top, id);
  }

  private static List<Path> files(Path data, String top, String id) throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve(top))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.endsWith(id) || file.resolveSibling("").normalize().endsWith(id))
          .sorted()
          .toList();
    }
  }

  private String verify(String body) {
    HttpResponse<byte[]> answer = post("/api/admin/verify", body);
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    return text(answer);
  }

  private HttpResponse<byte[]> post(String path, String body) {
    return program.post(path, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
