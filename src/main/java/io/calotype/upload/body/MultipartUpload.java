package io.calotype.upload.body;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.upload.OptionParsers;
import io.calotype.upload.UploadOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// An upload as `multipart/form-data` (RFC 7578): one part `file`, and fields before or after it.
///
/// Only the names of the parts count. `filename`, `filename*` and the type of a part decide
/// nothing. Empty parts are ignored: browsers send them for inputs left empty.
///
/// The multipart API of Vert.x is no substitute: it keeps a part without `filename` in memory as a
/// form attribute, `file` too, and parses before a `Content-Encoding` is decoded (ADR-0023).
public final class MultipartUpload {
  private static final String FILE = "file";

  /// Names the character set of the fields (RFC 7578 section 4.6). Here it is always UTF-8.
  private static final String CHARSET = "_charset_";

  private static final Set<String> PLAIN = Set.of("7bit", "8bit", "binary", "");
  private static final int MAX_FIELD = 8 << 10;
  private static final int MAX_PARTS = 64;

  private final PartReader parts;
  private final OutputStream file;
  private final UploadOptions.Builder options;
  private boolean found;
  private boolean emptyFile;
  private boolean named;

  private MultipartUpload(PartReader parts, OutputStream file, UploadOptions.Builder options) {
    this.parts = parts;
    this.file = file;
    this.options = options;
  }

  /// Reads all of `body`, whose `Content-Type` is `contentType`: the part `file` into `file`, the
  /// fields and the file name into `options`. Returns true if the part was sent as a file and not
  /// as a field.
  ///
  /// Errors: `BadRequest` with the fault; an `IOException` of `body` unchanged; any exception of
  /// `file`.
  public static boolean read(
      InputStream body, String contentType, OutputStream file, UploadOptions.Builder options)
      throws IOException {
    String boundary =
        HeaderParameters.ofRequest(contentType)
            .find("boundary")
            .orElseThrow(() -> bad("the multipart content type names no boundary"));
    MultipartUpload upload = new MultipartUpload(new PartReader(body, boundary), file, options);
    upload.read();
    body.transferTo(OutputStream.nullOutputStream());
    return upload.named;
  }

  private void read() throws IOException {
    boolean more = parts.first();
    for (int count = 0; more; count++) {
      if (count == MAX_PARTS) {
        throw bad("the multipart body has more than " + MAX_PARTS + " parts");
      }
      more = part();
    }
    if (!found) {
      throw bad(emptyFile ? "the file is empty" : "there is no part called file, or it is empty");
    }
  }

  private boolean part() throws IOException {
    Map<String, String> header = parts.header();
    HeaderParameters disposition =
        HeaderParameters.of(header.getOrDefault("content-disposition", ""));
    String name =
        disposition
            .find("name")
            .orElseThrow(() -> bad("the multipart body has a part without a name"));
    String encoding = header.getOrDefault("content-transfer-encoding", "");
    if (!PLAIN.contains(encoding.toLowerCase(Locale.ROOT))) {
      throw bad("a part has a Content-Transfer-Encoding, which form data must not have");
    }
    boolean asFile =
        disposition.find("filename").or(() -> disposition.find("filename*")).isPresent();
    if (!name.equals(FILE)) {
      return field(name, asFile);
    }
    FilePart part = new FilePart();
    boolean more = parts.content(part, name);
    if (part.begun) {
      named = asFile;
      options.suggest(PartFileName.of(disposition));
    } else {
      // a form without a chosen file sends an empty name (HTML, section 4.10.22.4)
      emptyFile |= !disposition.find("filename").orElse("").isEmpty();
    }
    return more;
  }

  private boolean field(String name, boolean asFile) throws IOException {
    String printable = OptionParsers.printable(name);
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    boolean more = parts.content(new Field(value, printable, asFile), printable);
    if (value.size() > 0 && !name.equals(CHARSET)) {
      options.set(name, value.toString(StandardCharsets.UTF_8));
    } else if (name.equals(UploadOptions.Builder.ATTRIBUTE)) {
      throw bad("the option attr. has no name behind it");
    }
    return more;
  }

  private static MediaException bad(String detail) {
    return new MediaException(new Failure.BadRequest(detail));
  }

  /// The content of a part `file`. A second one must be empty.
  private final class FilePart extends OutputStream {
    private boolean begun;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return;
      }
      if (found && !begun) {
        throw bad("the part file is given twice");
      }
      found = true;
      begun = true;
      file.write(bytes, offset, length);
    }
  }

  /// The content of a field.
  private static final class Field extends OutputStream {
    private final ByteArrayOutputStream value;
    private final String name;
    private final boolean asFile;

    Field(ByteArrayOutputStream value, String name, boolean asFile) {
      this.value = value;
      this.name = name;
      this.asFile = asFile;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (asFile && length > 0 && !UploadOptions.Builder.known(name)) {
        throw bad("the only part that may be a file is called file");
      }
      if (value.size() + length > MAX_FIELD) {
        throw bad("the field " + name + " is longer than " + MAX_FIELD + " bytes");
      }
      value.write(bytes, offset, length);
    }
  }
}
