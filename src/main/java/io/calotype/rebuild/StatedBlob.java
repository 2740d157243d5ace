package io.calotype.rebuild;

import io.calotype.disk.OpenBytes;
import io.calotype.failure.StoreFaults;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Sha256;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobFacts;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobStore;
import io.calotype.originals.StagedFile;
import io.calotype.upload.filetype.Sniffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/// A blob as a record would describe it.
///
/// @param blob its name, with the digest that the store states, or that of its bytes
/// @param head its first bytes, at most [StagedFile#HEAD_BYTES]; empty if the store states its type
/// @param typed whether the store states its type
@SuppressWarnings("ArrayRecordComponent") // never compared and never modified
record StatedBlob(Blob blob, byte[] head, boolean typed) {
  private static final int CHUNK = 256 << 10;

  /// Describes the blob `key`. Reads all bytes if the store states no digest or no type.
  ///
  /// Errors: those of [BlobStore#open].
  static StatedBlob of(BlobKey key, BlobFacts facts, BlobStore blobs) {
    if (facts.digest() != null && facts.type() != null) {
      return new StatedBlob(blob(key, facts, facts.type(), facts.digest()), new byte[0], true);
    }
    byte[] head = new byte[(int) Math.min(facts.bytes(), StagedFile.HEAD_BYTES)];
    Sha256 found = read(key, facts.bytes(), blobs, head);
    MediaType type = facts.type() == null ? type(head) : facts.type();
    Sha256 digest = facts.digest() == null ? found : facts.digest();
    return new StatedBlob(blob(key, facts, type, digest), head, facts.type() != null);
  }

  private static Blob blob(BlobKey key, BlobFacts facts, MediaType type, Sha256 digest) {
    return new Blob(key, new Original(type, facts.bytes(), digest, key.incarnation()));
  }

  /// Only the type of a drawing may be unknown by the first bytes.
  private static MediaType type(byte[] head) {
    return Sniffer.sniff(head).orElse(MediaType.SVG);
  }

  private static Sha256 read(BlobKey key, long length, BlobStore blobs, byte[] head) {
    MessageDigest sha256 = Sha256.digester();
    ByteBuffer chunk = ByteBuffer.allocate(Math.clamp(length, 1, CHUNK));
    try (OpenBytes bytes = blobs.open(key, length)) {
      long at = 0;
      for (int count = bytes.read(chunk, at); count > 0; count = bytes.read(chunk.clear(), at)) {
        if (at < head.length) {
          int kept = (int) Math.min(count, head.length - at);
          System.arraycopy(chunk.array(), 0, head, (int) at, kept);
        }
        sha256.update(chunk.flip());
        at += count;
      }
    } catch (IOException failed) {
      throw StoreFaults.of(failed);
    }
    return Sha256.of(sha256.digest());
  }

  /// The first bytes.
  byte[] start() {
    return Arrays.copyOf(head, head.length);
  }
}
