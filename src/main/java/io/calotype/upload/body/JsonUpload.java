package io.calotype.upload.body;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.json.WholeNumber;
import io.calotype.upload.OptionParsers;
import io.calotype.upload.UploadOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/// An upload as JSON: `{"data": "<base64 or data: URI>", "id": …, "attributes": {…}}`.
///
/// The file is decoded while streaming, in any order of fields, and never held whole in memory.
public final class JsonUpload {
  private static final int MAX_STRING = 8 << 10;
  private static final int MAX_DEPTH = 8;
  private static final String DATA = "data";
  private static final String TTL = "ttl";
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /// JSON is UTF-8 between systems (RFC 8259 section 8.1). No other encoding is detected:
  /// [DataUriInput] reads the text by its bytes, and a fault of another encoding would look like a
  /// connection error.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(MAX_STRING)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .build();

  private final JsonParser json;
  private final Base64Member data;
  private final OutputStream file;
  private final UploadOptions.Builder options;
  private boolean found;

  private JsonUpload(
      JsonParser json, Base64Member data, OutputStream file, UploadOptions.Builder options) {
    this.json = json;
    this.data = data;
    this.file = file;
    this.options = options;
  }

  /// Reads all of `body`: the decoded file into `file`, all other fields into `options`.
  ///
  /// Errors: `BadRequest` with the fault; an `IOException` of `body` unchanged; any exception of
  /// `file`.
  public static void read(InputStream body, OutputStream file, UploadOptions.Builder options)
      throws IOException {
    DataUriInput input = new DataUriInput(withoutMark(body), DATA);
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), input)) {
      new JsonUpload(json, new Base64Member(DATA, input), file, options).read();
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException malformed) {
      throw bad("the body is not the JSON that the contract asks for");
    }
  }

  /// Returns `body` without a byte order mark: a parser may ignore one (RFC 8259 section 8.1).
  private static InputStream withoutMark(InputStream body) throws IOException {
    byte[] first = body.readNBytes(MARK.length);
    return Arrays.equals(first, MARK)
        ? body
        : new SequenceInputStream(new ByteArrayInputStream(first), body);
  }

  private void read() {
    JsonToken first = json.nextToken();
    if (first == null) {
      throw bad("the body is empty");
    }
    if (first != JsonToken.START_OBJECT) {
      throw bad("the body is not a JSON object");
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      field(name);
    }
    if (json.nextToken() != null) {
      throw bad("something follows the JSON object");
    }
    if (!found) {
      throw bad("the field data is missing");
    }
  }

  private void field(String name) {
    switch (name) {
      case DATA -> data();
      case "attributes" -> attributes();
      default -> option(name);
    }
  }

  private void option(String name) {
    if (name.startsWith(UploadOptions.Builder.ATTRIBUTE)) {
      throw bad("attributes belong into the field attributes");
    }
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    String field = "the field " + OptionParsers.printable(name);
    if (name.equals(TTL) && json.currentToken().isNumeric()) {
      String digits = json.getString();
      options.set(name, WholeNumber.parse(digits).map(String::valueOf).orElse(digits));
    } else {
      options.set(name, string(field));
    }
  }

  private void attributes() {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw bad("the field attributes is not an object");
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      String attribute = "the attribute " + OptionParsers.printable(name);
      options.set(UploadOptions.Builder.ATTRIBUTE + name, string(attribute));
    }
  }

  private String string(String member) {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw bad(member + " is not a string");
    }
    return json.getString();
  }

  private void data() {
    if (found) {
      throw bad("the field data is given twice");
    }
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw bad("the field data is not a string");
    }
    found = true;
    data.decode(json, file);
  }

  private static MediaException bad(String detail) {
    return new MediaException(new Failure.BadRequest(detail));
  }
}
