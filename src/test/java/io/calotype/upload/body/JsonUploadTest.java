package io.calotype.upload.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.MediaException;
import io.calotype.upload.UploadOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonUploadTest {
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void read_otherEncodingThanUtf8_isABadRequest(String charset) {
    refused("{\"data\":\"AAEC\"}".getBytes(Charset.forName(charset)));
  }

  @Test
  void read_noCharacterOfUtf32_isABadRequest() {
    refused(HexFormat.of().parseHex("7b000000000000002d2c5b22"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA==AA==", "AAECAFg=BcQ", "data:;base64,AAE=AAEC", "AA==\\nAA"})
  void read_moreBehindThePadding_isABadRequest(String base64) {
    refused(("{\"data\":\"" + base64 + "\"}").getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:;base64,AAE%3DAAEC",
        "data:;base64,AA%22E",
        "data:;base64,AA%C1",
        "data:;base64,AA%4",
        "data:;base64,AA%",
        "AA%3D%3D"
      })
  void read_percentEncodedTextThatIsNoBase64_isABadRequest(String base64) {
    refused(("{\"data\":\"" + base64 + "\"}").getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void read_longNameOfAFieldThatIsNoString_isRepeatedInPart() {
    byte[] body = ("{\"" + "é\u009b".repeat(500) + "\":[]}").getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> read(body, OutputStream.nullOutputStream()))
        .hasMessage("BadRequest[detail=the field " + "?".repeat(64) + "… is not a string]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAE=", "AAE=\\r\\n", "AAE", "data:;base64,AAE=\\n"})
  void read_base64WithItsLineEnds_isDecoded(String base64) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    byte[] body = ("{\"data\":\"" + base64 + "\"}").getBytes(StandardCharsets.US_ASCII);

    read(body, file);

    assertThat(file.toByteArray()).containsExactly(0, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DATA:image/png;base64,-_-_AQ==",
        "Data:image/png;BASE64,+/+/AQ==",
        "data:image/png;charset=x; Base64 ,-_-_AQ",
        "data:;base64,-_-_AQ\\n",
        "data:;base64,%2B%2f%2B/AQ%3D%3d",
        "data:;base64,%0A%2D_%20-_%41Q",
        "  -_-_AQ",
        "\\r\\n  data:image/png;base64,-_-_\\r\\nAQ==",
        "-_+/AQ"
      })
  void read_base64AsClientsWriteIt_isDecoded(String base64) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();

    read(("{\"data\":\"" + base64 + "\"}").getBytes(StandardCharsets.US_ASCII), file);

    assertThat(file.toByteArray()).containsExactly(0xfb, 0xff, 0xbf, 1);
  }

  @Test
  void read_byteOrderMark_isIgnored() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();

    read("\uFEFF{\"data\":\"AAE=\"}".getBytes(StandardCharsets.UTF_8), file);

    assertThat(file.toByteArray()).containsExactly(0, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"id\":7|the field id is not a string",
        "\"group\":1.5|the field group is not a string",
        "\"visibility\":true|the field visibility is not a string",
        "\"ttl\":1.5|the option ttl is neither a number of seconds",
        "\"ttl\":true|the field ttl is not a string",
        "\"attributes\":{\"a\":7}|the attribute a is not a string",
        "\"attributes\":{\"a\":null}|the attribute a is not a string",
        "\"attributes\":[]|the field attributes is not an object",
        "\"data\":true|the field data is not a string",
      })
  void read_valueOfAnotherType_namesTheMember(String member, String detail) {
    byte[] body = ("{" + member + ",\"data\":\"AAE=\"}").getBytes(StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> read(body, OutputStream.nullOutputStream()))
        .hasMessageStartingWith("BadRequest")
        .hasMessageContaining(detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"60", "\"60\"", "\"PT1M\""})
  void read_ttl_isANumberOrAText(String ttl) throws IOException {
    UploadOptions.Builder options = new UploadOptions.Builder();
    byte[] body = ("{\"ttl\":" + ttl + ",\"data\":\"AA==\"}").getBytes(StandardCharsets.US_ASCII);

    JsonUpload.read(new ByteArrayInputStream(body), OutputStream.nullOutputStream(), options);

    assertThat(options.build().ttl()).hasMinutes(1);
  }

  private static void refused(byte[] body) {
    assertThatThrownBy(() -> read(body, OutputStream.nullOutputStream()))
        .isInstanceOf(MediaException.class)
        .hasMessageStartingWith("BadRequest");
  }

  private static void read(byte[] body, OutputStream file) throws IOException {
    JsonUpload.read(new ByteArrayInputStream(body), file, new UploadOptions.Builder());
  }
}
