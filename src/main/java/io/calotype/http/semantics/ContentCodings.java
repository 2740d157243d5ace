package io.calotype.http.semantics;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.gzip.GzipInput;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// The content codings of a request's body, in the order of their application (RFC 9110 section
/// 8.4). Decoding streams the body in constant memory.
///
/// @param names in lower case, without `identity`
public record ContentCodings(List<String> names) {
  /// The supported codings, in the form of `Accept-Encoding`.
  public static final String ACCEPTED = "gzip, deflate, identity";

  /// The most codings of one body.
  public static final int MAX = 3;

  private static final String GZIP = "gzip";
  private static final Set<String> KNOWN = Set.of(GZIP, "x-gzip", "deflate");
  private static final int ZLIB_HEADER = 2;
  private static final int BUFFER = 8 << 10;

  /// Parses the lines of `Content-Encoding`.
  ///
  /// Errors: `UnknownContentCoding`.
  public static ContentCodings of(List<String> lines) {
    List<String> names =
        lines.stream()
            .flatMap(line -> Stream.of(line.split(",")))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty() && !name.equals("identity"))
            .toList();
    if (names.size() > MAX || !KNOWN.containsAll(names)) {
      throw new MediaException(new Failure.UnknownContentCoding());
    }
    return new ContentCodings(names);
  }

  /// Decodes `body`. The limit `maxBytes` applies to the body and to the output of each coding.
  /// Opening may read, and block.
  ///
  /// Errors of reading: `tooLarge`; a `ZipException` or an `EOFException` if the body does not
  /// match its codings; an `IOException` of `body` itself.
  public InputStream decode(InputStream body, long maxBytes, Failure tooLarge) throws IOException {
    InputStream decoded = new Bounded(body, maxBytes, tooLarge);
    for (String name : names.reversed()) {
      InputStream step = name.equals("deflate") ? inflated(decoded) : new GzipInput(decoded);
      decoded = new Bounded(step, maxBytes, tooLarge);
    }
    return decoded;
  }

  /// Inflates `deflate`, which is the zlib format (RFC 9110 section 8.4.1.2). Some clients send raw
  /// deflate data without the zlib header.
  private static InputStream inflated(InputStream coded) throws IOException {
    PushbackInputStream input = new PushbackInputStream(coded, ZLIB_HEADER);
    byte[] head = input.readNBytes(ZLIB_HEADER);
    input.unread(head);
    boolean zlib =
        head.length == ZLIB_HEADER
            && (head[0] & 0x0f) == 8
            && (((head[0] & 0xff) << Byte.SIZE) | (head[1] & 0xff)) % 31 == 0;
    return new Inflating(input, new Inflater(!zlib));
  }

  /// Frees the inflater's native memory on close.
  private static final class Inflating extends InflaterInputStream {
    Inflating(InputStream in, Inflater inflater) {
      super(in, inflater, BUFFER);
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }

  /// Throws after more than `maxBytes` bytes.
  private static final class Bounded extends FilterInputStream {
    private final long maxBytes;
    private final Failure tooLarge;
    private long count;

    Bounded(InputStream in, long maxBytes, Failure tooLarge) {
      super(in);
      this.maxBytes = maxBytes;
      this.tooLarge = tooLarge;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      count += Math.max(0, read);
      if (count > maxBytes) {
        throw new MediaException(tooLarge);
      }
      return read;
    }
  }
}
