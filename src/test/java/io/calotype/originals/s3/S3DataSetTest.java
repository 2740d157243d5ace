package io.calotype.originals.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.DataSetClaim;
import io.calotype.catalog.sqlite.SqliteFixture;
import io.calotype.failure.MediaException;
import io.calotype.originals.BlobStore;
import io.calotype.store.DataSetGuard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// The catalog that a bucket names as its own.
class S3DataSetTest extends S3StoreFixture {
  @Test
  void catalog_freshBucket_isTheFirstCandidate() {
    assertThat(store.catalog("sqlite:1")).contains("sqlite:1");
    assertThat(store.catalog("redis:2")).contains("sqlite:1");
    assertThat(object()).isEqualTo(originals.id() + "\nsqlite:1\n");
    assertThat(store.state()).isEqualTo(BlobStore.State.WRITABLE);
  }

  /// A bucket of a version that named no catalog.
  @Test
  void open_oneLine_isAdoptedOnceAndReadAgain() throws IOException {
    assertThat(object()).isEqualTo(originals.id() + "\n");
    assertThat(originals.catalog()).isNull();
    store.catalog("sqlite:1");

    try (S3Originals again = reopened()) {
      assertThat(again.id()).isEqualTo(originals.id());
      assertThat(again.catalog()).isEqualTo("sqlite:1");
    }
  }

  @Test
  void catalog_candidatesAtOnce_oneRemains() throws Exception {
    List<Future<Optional<String>>> answers = new ArrayList<>();
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        String candidate = "redis:" + i;
        answers.add(crowd.submit(() -> store.catalog(candidate)));
      }
    }

    Set<Optional<String>> named = new HashSet<>();
    for (Future<Optional<String>> answer : answers) {
      named.add(answer.get());
    }
    // s3proxy checks a condition before it writes: when busy, it lets several writers win
    Optional<String> last = store.catalog("redis:12");
    assertThat(named).contains(last);
    assertThat(object()).contains(last.orElseThrow());
  }

  @Test
  void open_secondLineIsNoCatalog_isRefused() {
    overwrite(originals.id() + "\nredis:'; rm -rf /\n");

    assertThatThrownBy(this::reopened)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("dataset");
  }

  @Test
  void state_bucketNamesAnotherCatalogMeanwhile_isUnusable() {
    store.catalog("sqlite:1");
    overwrite(originals.id() + "\nsqlite:2\n");

    assertThat(store.state()).isEqualTo(BlobStore.State.UNUSABLE);
    assertFailure(() -> store.has(blob(bytes(1)).key()), missing());
  }

  @Test
  void guard_bucketOfAnotherCatalog_isRefusedWithTheWayOut() throws IOException {
    try (Catalog one = SqliteFixture.open(folder.resolve("one.db"));
        Catalog two = SqliteFixture.open(folder.resolve("two.db"));
        DataSetGuard guard = DataSetGuard.claim(claim(originals), one, store)) {
      guard.require();

      assertThatThrownBy(() -> DataSetGuard.claim(claim(originals), two, store))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(one.identity(), two.identity(), "UPDATE catalog", "orphans");
      try (S3Originals again = reopened()) {
        assertThatThrownBy(() -> DataSetGuard.claim(claim(again), two, store))
            .isInstanceOf(IOException.class);
        DataSetGuard.claim(claim(again), one, store).close();
      }
    }
  }

  @Test
  void require_bucketIsAdoptedByAnotherMeanwhile_isRefused() throws IOException {
    try (Catalog one = SqliteFixture.open(folder.resolve("one.db"));
        DataSetGuard guard = DataSetGuard.claim(claim(originals), one, store)) {
      overwrite(originals.id() + "\nsqlite:2\n");

      assertThatThrownBy(guard::require).isInstanceOf(MediaException.class);
    }
  }

  /// The service does not answer at the start, and turns out to belong to another catalog.
  @Test
  void guard_serviceAwayAtTheStart_isSettledLater() throws IOException {
    String known = originals.id();
    overwrite(known + "\nsqlite:2\n");
    proxy.fail(FaultProxy.Fault.RESET);
    S3Settings settings = server.settings("faults", prefix, proxy.port());
    try (S3Originals away = S3Originals.open(settings, Optional.of(known), telemetry);
        Catalog one = SqliteFixture.open(folder.resolve("one.db"));
        DataSetGuard guard = DataSetGuard.claim(claim(away), one, store(away))) {
      assertThatThrownBy(guard::require).isInstanceOf(MediaException.class);
      assertThat(guard.refusal()).isNull();

      proxy.fail(FaultProxy.Fault.NONE);

      Await.until(() -> guard.refusal() != null, "the refusal");
      assertThat(guard.refusal()).contains("sqlite:2", one.identity());
      assertThatThrownBy(guard::require).isInstanceOf(MediaException.class);
    }
  }

  private static DataSetClaim claim(S3Originals opened) {
    return new DataSetClaim(opened.identity(), opened.created(), opened.catalog());
  }

  private S3Originals reopened() throws IOException {
    return S3Originals.open(
        server.settings("faults", prefix, proxy.port()), Optional.empty(), telemetry);
  }

  private String object() {
    try (S3Client client = server.client()) {
      return client
          .getObjectAsBytes(get -> get.bucket("faults").key(prefix + "dataset"))
          .asUtf8String();
    }
  }

  private void overwrite(String text) {
    try (S3Client client = server.client()) {
      var _ =
          client.putObject(
              put -> put.bucket("faults").key(prefix + "dataset"), RequestBody.fromString(text));
    }
  }
}
