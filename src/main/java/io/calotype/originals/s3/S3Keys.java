package io.calotype.originals.s3;

import io.calotype.media.FolderFanout;
import io.calotype.media.Incarnation;
import io.calotype.media.MediaId;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.originals.RenditionKey;
import io.calotype.originals.UploadId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The keys of objects below a prefix.
///
/// | key | object |
/// |---|---|
/// | `dataset` | the identity of the data set |
/// | `o/<ab>/<id>.<incarnation>` | the original of an image |
/// | `o/<ab>/<id>.<incarnation>.video` | the original of a video |
/// | `m/<ab>/<id>.<incarnation>` | a master |
/// | `u/<uploadId>`, `u/<uploadId>.note` | bytes that a client has sent itself, and their note |
/// | `o/aside/<ab>/<id>.<incarnation>[.video\|.master]` | an object that was set aside |
/// | `r/<ab>/<id>.<incarnation>/<canonical>-<fingerprint>.<ending>` | a shared rendition |
///
/// `<ab>` is the first byte of the SHA-256 of the id, in hex. The key tells a video from an image,
/// because a listing returns no metadata. Every other key is foreign.
final class S3Keys {
  static final String ORIGINALS = "o/";
  static final String MASTERS = "m/";
  static final String ASIDE = "o/aside/";
  static final String RENDITIONS = "r/";
  static final String UPLOADS = "u/";
  private static final String NOTE = ".note";
  private static final String DATA_SET = "dataset";
  private static final String VIDEO = ".video";
  private static final String MASTER = ".master";
  private static final int FANOUT = 2;

  private static final Pattern UPLOAD = Pattern.compile("u/[a-z2-7]{26}(\\.note)?");
  private static final Pattern NAME =
      Pattern.compile(
          "(?<top>o/|m/|o/aside/)(?<ab>[0-9a-f]{2})/(?<name>[^./]+\\.[^./]+)(?<kind>\\.[a-z]+)?");

  private static final Pattern RENDITION =
      Pattern.compile(
          "r/[0-9a-f]{2}/(?<id>[^./]+)\\.(?<incarnation>[^./]+)/(?<file>[^./]+\\.[a-z0-9]+)");

  private final String prefix;

  /// @param prefix empty, or text that ends with a slash
  S3Keys(String prefix) {
    this.prefix = prefix;
  }

  /// The key of the identity of the data set.
  String dataSet() {
    return prefix + DATA_SET;
  }

  /// Returns the key of `blob`.
  String of(BlobKey blob) {
    return switch (blob.kind()) {
      case IMAGE -> under(ORIGINALS, blob.id()) + blob.name();
      case VIDEO -> under(ORIGINALS, blob.id()) + blob.name() + VIDEO;
      case MASTER -> under(MASTERS, blob.id()) + blob.name();
    };
  }

  /// Returns the key of `blob` after it was set aside.
  String aside(BlobKey blob) {
    return under(ASIDE, blob.id())
        + blob.name()
        + switch (blob.kind()) {
          case IMAGE -> "";
          case VIDEO -> VIDEO;
          case MASTER -> MASTER;
        };
  }

  /// Returns the key of the bytes of a direct upload.
  String upload(UploadId id) {
    return prefix + UPLOADS + id;
  }

  /// Returns the key of the note of a direct upload.
  String note(UploadId id) {
    return upload(id) + NOTE;
  }

  /// Returns whether `key` is that of a direct upload or of its note.
  boolean isUpload(String key) {
    return key.startsWith(prefix) && UPLOAD.matcher(relative(key)).matches();
  }

  /// Returns the first part of all keys of `id` below `top`. An id contains no dot.
  String ofId(String top, MediaId id) {
    return under(top, id) + id.value() + ".";
  }

  /// Returns the first part of all keys below `top`.
  String below(String top) {
    return prefix + top;
  }

  /// Returns `key` without the prefix.
  String relative(String key) {
    return key.substring(prefix.length());
  }

  private String under(String top, MediaId id) {
    return prefix + top + fanout(id) + "/";
  }

  private static String fanout(MediaId id) {
    return FolderFanout.of(id.value()).substring(0, FANOUT);
  }

  /// Returns the name of the blob under `key`; empty if the key is foreign or was set aside.
  Optional<BlobKey> blob(String key) {
    return parsed(key).filter(blob -> of(blob).equals(key));
  }

  /// Returns the name of the blob that was set aside under `key`; empty for any other key.
  Optional<BlobKey> blobAside(String key) {
    return parsed(key).filter(blob -> aside(blob).equals(key));
  }

  private Optional<BlobKey> parsed(String key) {
    Matcher parts = NAME.matcher(key.startsWith(prefix) ? relative(key) : "");
    return parts.matches()
        ? BlobKey.of(kind(parts.group("top"), parts.group("kind")), parts.group("name"))
        : Optional.empty();
  }

  private static BlobKind kind(String top, @org.jspecify.annotations.Nullable String ending) {
    if (top.equals(MASTERS) || MASTER.equals(ending)) {
      return BlobKind.MASTER;
    }
    return VIDEO.equals(ending) ? BlobKind.VIDEO : BlobKind.IMAGE;
  }

  /// Returns the key of a shared rendition.
  String of(RenditionKey rendition) {
    return ofRenditions(rendition.owner()) + rendition.file();
  }

  /// Returns the first part of the keys of all shared renditions of `owner`.
  String ofRenditions(RenditionKey.Owner owner) {
    return under(RENDITIONS, owner.id()) + owner.text() + "/";
  }

  /// The name of a shared rendition, as far as its key tells it.
  record RenditionName(RenditionKey.Owner owner, String file) {}

  /// Returns the name of the shared rendition under `key`; empty for any other key.
  Optional<RenditionName> rendition(String key) {
    Matcher parts = RENDITION.matcher(key.startsWith(prefix) ? relative(key) : "");
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      RenditionKey.Owner owner =
          new RenditionKey.Owner(
              new MediaId(parts.group("id")), new Incarnation(parts.group("incarnation")));
      String file = parts.group("file");
      return Optional.of(new RenditionName(owner, file))
          .filter(name -> (ofRenditions(owner) + file).equals(key));
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }
}
