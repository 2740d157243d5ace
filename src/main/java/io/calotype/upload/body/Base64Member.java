package io.calotype.upload.body;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.JacksonIOException;

/// A file in a JSON string, as base64 or as a `data:` URI. It is decoded while streaming and never
/// held whole in memory.
public final class Base64Member {
  private static final Base64Variant BASE64 =
      Base64Variants.MIME_NO_LINEFEEDS.withReadPadding(
          Base64Variant.PaddingReadBehaviour.PADDING_ALLOWED);

  private final String name;
  private final DataUriInput input;

  /// Creates a decoder for one member.
  ///
  /// @param name name of the member
  /// @param input the parser's input, created for the same name
  public Base64Member(String name, DataUriInput input) {
    this.name = name;
    this.input = input;
  }

  /// Decodes the string at the current token of `json` into `file`.
  ///
  /// Errors: `BadRequest` with the fault; those of the input, as [JacksonIOException]; any
  /// exception of `file`.
  public void decode(JsonParser json, OutputStream file) {
    try {
      json.readBinaryValue(BASE64, new Payload(file));
    } catch (JacksonIOException broken) {
      throw broken;
    } catch (JacksonException wrong) {
      throw bad(input.ended() ? "the JSON ends inside " + name : notBase64());
    }
    if (input.paddedInside()) {
      throw bad(notBase64());
    }
    if (input.headed() && !input.base64()) {
      throw bad("the data: URI in the field " + name + " is not base64");
    }
  }

  private String notBase64() {
    return "the field " + name + " is not base64";
  }

  private static MediaException bad(String detail) {
    return new MediaException(new Failure.BadRequest(detail));
  }

  /// Receives the decoded bytes and drops those that come from the scheme of a `data:` URI.
  private final class Payload extends OutputStream {
    private final OutputStream file;
    private int toSkip = -1;

    Payload(OutputStream file) {
      this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (toSkip < 0) {
        toSkip = input.headed() ? DataUriInput.BYTES_OF_SCHEME : 0;
      }
      int skipped = Math.min(toSkip, length);
      toSkip -= skipped;
      file.write(bytes, offset + skipped, length - skipped);
    }
  }
}
