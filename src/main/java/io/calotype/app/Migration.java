package io.calotype.app;

import io.calotype.catalog.redis.OldKeys;
import io.calotype.catalog.redis.OldText;
import io.calotype.client.RefusedException;
import io.calotype.client.Server;
import io.calotype.client.UnreachableException;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import io.calotype.originals.Staged;
import io.calotype.upload.OldPicture;
import io.calotype.upload.Sniffer;
import io.calotype.upload.UploadOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The way of one picture out of Redis.
///
/// Where Redis is the server's own catalog, a look at the record has the server lift it. Otherwise
/// the picture is uploaded, and the record keeps what is not the picture.
///
/// @param keys the Redis that it is in
/// @param server where it is to be
/// @param dry whether it is only looked at
record Migration(OldKeys keys, Server server, boolean dry) {
  private static final String RECORD = "image:";
  private static final int TRIES = 10;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String UNDECODABLE = "the picture cannot be decoded";

  /// What has become of a key.
  sealed interface Result {
    /// Its picture is on the server, and so many bytes are not in Redis any more.
    record Moved(long bytes) implements Result {}

    /// It was moved before.
    record Already() implements Result {}

    /// There is no picture in it.
    record NoPicture() implements Result {}

    /// It is as it was, for that reason.
    record Failed(String reason) implements Result {}

    /// It is as it was, and so will be all others.
    record Lost(RuntimeException cause) implements Result {}
  }

  /// Moves what is under `key`. A run outlives a restart of Redis.
  Result move(String key) {
    for (int tried = 1; ; tried++) {
      try {
        return moved(key);
      } catch (RefusedException refused) {
        return refused.aboutCaller() ? new Result.Lost(refused) : new Result.Failed(refused.why());
      } catch (UnreachableException away) {
        return new Result.Lost(away);
      } catch (MediaException away) {
        if (tried == TRIES) {
          return new Result.Lost(new IllegalStateException("Redis does not answer", away));
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      } catch (IllegalStateException | UncheckedIOException refused) {
        return new Result.Lost(refused);
      }
    }
  }

  private Result moved(String key) {
    Optional<OldText> text = keys.find(key);
    if (text.isEmpty()) {
      return new Result.NoPicture();
    }
    return keys.ours(key, text.get()) ? new Result.Already() : move(key, text.get());
  }

  private Result move(String key, OldText text) {
    MediaId id = MediaId.parse(key.substring(key.indexOf(':') + 1)).orElse(null);
    if (!dry && id != null && key.equals(RECORD + id) && lifted(key, id)) {
      return new Result.Moved(text.bytes());
    }
    try {
      Path file = Files.createTempFile("calotype-", "");
      try {
        return moved(id, text, file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException full) {
      throw new UncheckedIOException("the folder of temporary files refuses", full);
    }
  }

  private Result moved(@Nullable MediaId id, OldText text, Path file) throws IOException {
    Optional<OldPicture> picture;
    try (InputStream in = text.text();
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      picture = OldPicture.read(in, out);
    } catch (MediaException e) {
      if (e.failure() instanceof Failure.Undecodable) {
        return new Result.Failed(UNDECODABLE);
      }
      throw e;
    }
    return picture.isEmpty() ? new Result.NoPicture() : moved(id, text, picture.get(), file);
  }

  /// Whether the server has made it a record of its own.
  private boolean lifted(String key, MediaId id) {
    return server.find(id).isPresent()
        && keys.find(key).map(now -> keys.ours(key, now)).orElse(true);
  }

  private Result moved(@Nullable MediaId id, OldText text, OldPicture picture, Path file)
      throws IOException {
    if (id == null) {
      return new Result.Failed("what is behind the first colon of its key is no id");
    }
    if (Sniffer.sniff(head(file)).filter(type -> type.kind() == MediaKind.IMAGE).isEmpty()) {
      return new Result.Failed(UNDECODABLE);
    }
    if (!dry) {
      server.put(id, options(text, picture), file);
      if (!text.replace(picture.rest())) {
        return new Result.Failed("it has changed while it was moved");
      }
    }
    return new Result.Moved(text.bytes());
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(Staged.HEAD_BYTES);
    }
  }

  private static Map<String, String> options(OldText text, OldPicture picture) {
    Map<String, String> options = new TreeMap<>();
    picture
        .attributes()
        .forEach((name, value) -> options.put(UploadOptions.Builder.ATTRIBUTE + name, value));
    Instant expires = text.expires();
    if (expires != null) {
      options.put("ttl", Duration.between(Instant.now(), expires).toString());
    }
    return options;
  }
}
