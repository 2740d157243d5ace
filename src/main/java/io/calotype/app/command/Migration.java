package io.calotype.app.command;

import io.calotype.catalog.redis.LegacyKeys;
import io.calotype.catalog.redis.LegacyText;
import io.calotype.cli.client.CalotypeClient;
import io.calotype.cli.client.RefusedException;
import io.calotype.cli.client.UnreachableException;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.json.JsonValue;
import io.calotype.legacy.LegacyPicture;
import io.calotype.media.Group;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import io.calotype.originals.StagedFile;
import io.calotype.upload.UploadOptions;
import io.calotype.upload.filetype.Sniffer;
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

/// Moves one picture from Redis to a server.
///
/// Uploads the picture. If Redis is the server's own catalog, the server replaces the legacy
/// record. Otherwise this class removes the picture from the legacy record and keeps its other
/// members.
///
/// @param keys the Redis source
/// @param client the target server
/// @param terms options of the uploaded media
/// @param dry whether to validate only, without an upload or a change in Redis
record Migration(LegacyKeys keys, CalotypeClient client, Terms terms, boolean dry) {
  private static final int TRIES = 10;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String UNDECODABLE = "the picture cannot be decoded";

  /// Options of the uploaded media.
  ///
  /// @param owner owner of the media; null is the caller
  /// @param groupFrom member of a legacy record that holds the group; null assigns no group
  /// @param hidden whether the media are private
  /// @param field member of a legacy record that holds the picture
  record Terms(@Nullable String owner, @Nullable String groupFrom, boolean hidden, String field) {}

  /// The result for one key.
  sealed interface Result {
    /// The picture is on the server. The legacy record had `bytes` bytes.
    record Moved(long bytes) implements Result {}

    /// An earlier run moved the picture.
    record Already() implements Result {}

    /// The key holds no picture.
    record NoPicture() implements Result {}

    /// The record is unchanged, for `reason`.
    record Failed(String reason) implements Result {}

    /// The record is unchanged, and `cause` would affect every other key.
    record Lost(RuntimeException cause) implements Result {}
  }

  /// Moves the picture under `key`. While Redis is unreachable, tries 10 times, 1 second apart, to
  /// survive a restart of Redis.
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
    Optional<LegacyText> text = keys.find(key);
    if (text.isEmpty()) {
      return new Result.NoPicture();
    }
    return keys.ours(key, text.get(), terms.field()) ? new Result.Already() : move(key, text.get());
  }

  private Result move(String key, LegacyText text) {
    MediaId id = MediaId.parse(key.substring(key.indexOf(':') + 1)).orElse(null);
    try {
      Path file = Files.createTempFile("calotype-", "");
      try {
        return moved(key, id, text, file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException full) {
      throw new UncheckedIOException("the folder of temporary files refuses", full);
    }
  }

  private Result moved(String key, @Nullable MediaId id, LegacyText text, Path file)
      throws IOException {
    Optional<LegacyPicture> picture;
    try (InputStream in = text.text();
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      picture = LegacyPicture.read(in, out, terms.field());
    } catch (MediaException e) {
      if (e.failure() instanceof Failure.Undecodable) {
        return new Result.Failed(UNDECODABLE);
      }
      throw e;
    }
    return picture.isEmpty() ? new Result.NoPicture() : moved(key, id, text, picture.get(), file);
  }

  /// Whether the server has replaced the legacy record with its own, or the key is gone.
  private boolean imported(String key) {
    return keys.find(key).map(now -> keys.ours(key, now, terms.field())).orElse(true);
  }

  private Result moved(
      String key, @Nullable MediaId id, LegacyText text, LegacyPicture picture, Path file)
      throws IOException {
    if (id == null) {
      return new Result.Failed("what is behind the first colon of its key is no id");
    }
    if (Sniffer.sniff(head(file)).filter(type -> type.kind() == MediaKind.IMAGE).isEmpty()) {
      return new Result.Failed(UNDECODABLE);
    }
    String group = group(picture);
    if (group != null && Group.parse(group).isEmpty()) {
      return new Result.Failed("the member " + terms.groupFrom() + " is no group");
    }
    if (!dry) {
      client.put(id, options(text, picture, group), file);
      if (!imported(key) && !text.replace(picture.rest())) {
        return new Result.Failed("it has changed while it was moved");
      }
    }
    return new Result.Moved(text.bytes());
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(StagedFile.HEAD_BYTES);
    }
  }

  /// The group in the legacy record; null if it has none.
  private @Nullable String group(LegacyPicture picture) {
    String member = terms.groupFrom();
    Optional<JsonValue> rest = member == null ? Optional.empty() : JsonValue.read(picture.rest());
    return rest.map(json -> json.at(String.valueOf(member)).text())
        .filter(text -> !text.isEmpty())
        .orElse(null);
  }

  private Map<String, String> options(
      LegacyText text, LegacyPicture picture, @Nullable String group) {
    Map<String, String> options = new TreeMap<>();
    picture
        .attributes()
        .forEach((name, value) -> options.put(UploadOptions.Builder.ATTRIBUTE + name, value));
    Instant expires = text.expires();
    if (expires != null) {
      options.put("ttl", Duration.between(Instant.now(), expires).toString());
    }
    put(options, "owner", terms.owner());
    put(options, "group", group);
    put(options, "visibility", terms.hidden() ? "private" : null);
    put(options, "created", picture.created() == null ? null : picture.created().toString());
    put(options, "from-field", terms.field().equals(LegacyPicture.DATA) ? null : terms.field());
    return options;
  }

  private static void put(Map<String, String> options, String name, @Nullable String value) {
    if (value != null) {
      options.put(name, value);
    }
  }
}
