package io.calotype.upload.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.MediaException;
import io.calotype.upload.UploadOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartUploadTest {
  private static final String BYTES = "\u0089PNG\r\n--\r\n--XyZ2\r\n\r\r\n--Xy\n\0";

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final UploadOptions.Builder options = new UploadOptions.Builder();

  /// Header lines of the part that other services were found to trip over.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"",
        "content-disposition:form-data;name=file;filename=a.jpg",
        "Content-Disposition: form-data; filename=\"a;name=x.jpg\"; name=\"file\"",
        "Content-Disposition: form-data; name=\"file\"; filename=\"\"",
        "Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''100% a.jpg",
        "Content-Disposition: form-data; name=\"file\"; filename*=x",
        "Content-Disposition: form-data; name=\"file\"; filename=\"C:\\a\\\"",
        "Content-Disposition: form-data;\r\n name=\"file\";\r\n\tfilename=\"a.jpg\"",
        "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Type: a; charset=binary",
        "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Type: a; name=\"b\"",
        "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Type:",
        "X-Other: 1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"; size=3",
        "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Transfer-Encoding: binary",
      })
  void read_headerOfAnyForm_givesTheFile(String header) throws IOException {
    assertThat(read(part(header, BYTES) + "--XyZ--\r\n")).isTrue();

    assertThat(file.toString(StandardCharsets.ISO_8859_1)).isEqualTo(BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s--XyZ--\r\n",
        "%s--XyZ--",
        "%s--XyZ--  \t\r\nan epilogue\r\n--XyZ\r\n",
        "a preamble\r\n%s--XyZ--\r\n",
        "\r\n%s--XyZ--\r\n"
      })
  void read_textAroundTheParts_isIgnored(String body) throws IOException {
    read(body.formatted(part(named("file"), BYTES)));

    assertThat(file.toString(StandardCharsets.ISO_8859_1)).isEqualTo(BYTES);
  }

  @Test
  void read_blanksBehindTheDelimiters_areIgnored() throws IOException {
    String body = part(named("file"), BYTES).replaceFirst("XyZ", "XyZ \t ");

    read(body + part(field("group"), "g").replaceFirst("XyZ", "XyZ  ") + "--XyZ-- \r\n");

    assertThat(file.toString(StandardCharsets.ISO_8859_1)).isEqualTo(BYTES);
    assertThat(options.build().group()).hasToString("g");
  }

  @Test
  void read_linesThatEndInLf_areRead() throws IOException {
    read("--XyZ\nContent-Disposition: form-data; name=file\n\n\1\r\n--XyZ--\n".replace("\r", ""));

    assertThat(file.toByteArray()).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boundary=XyZ",
        "boundary=\"X\\yZ\"",
        "charset=x; BOUNDARY=\"XyZ\" ; a=b",
        "a=\";boundary=q\"; boundary = XyZ"
      })
  void read_boundaryAmongOtherParameters_isFound(String parameters) throws IOException {
    String body = part(named("file"), BYTES) + "--XyZ--\r\n";

    MultipartUpload.read(bytes(body), "multipart/form-data; " + parameters, file, options);

    assertThat(file.toString(StandardCharsets.ISO_8859_1)).isEqualTo(BYTES);
  }

  @Test
  void read_emptyParts_areIgnored() throws IOException {
    String empty = part("Content-Disposition: form-data; name=\"file\"; filename=\"\"", "");

    read(
        empty
            + part(field("group"), "")
            + part(named("file"), BYTES)
            + empty
            + part("Content-Disposition: form-data; name=\"other\"; filename=\"\"", "")
            + part(field("attr.title"), "")
            + part(field("_charset_"), "UTF-8")
            + part(field("attr.a"), "\u00c3\u00a4")
            + "--XyZ--\r\n");

    assertThat(file.toString(StandardCharsets.ISO_8859_1)).isEqualTo(BYTES);
    assertThat(options.build().group()).isNull();
    assertThat(options.build().attributes()).isEqualTo(Map.of("a", "ä"));
  }

  @Test
  void read_fileAsAField_isToldApart() throws IOException {
    assertThat(read(part(field("file"), BYTES) + "--XyZ--")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "filename=\"a b.jpg\"|a b.jpg",
        "filename=\"x\"; filename*=UTF-8''%e2%82%ac%20rates.jpg|€ rates.jpg",
        "filename*=iso-8859-1'en'%A3.jpg; filename=x|£.jpg",
        "filename*=UTF-8''%ff.jpg; filename=x|x",
        "filename*=KOI8-R''a; filename=x|x",
        "filename=\"Ã¤.jpg\"|ä.jpg",
        "filename=\"C:\\Users\\me\\a.jpg\"|a.jpg",
        "filename=\"../../etc/passwd\"|passwd",
        "filename=\"a%22b.jpg\"|a\"b.jpg",
        "filename=\"a\\\"b.jpg\"|a\"b.jpg",
      })
  void read_fileName_isDecodedAndKept(String parameters, String expected) throws IOException {
    read(part("Content-Disposition: form-data; name=\"file\"; " + parameters, BYTES) + "--XyZ--");

    assertThat(options.build().fileName()).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no delimiter at all|no part called file",
        "--XyZ--|no part called file",
        "--XyZ^Content-Disposition: form-data; name=group^^g^--XyZ--|no part called file",
        "--XyZ^Content-Disposition: form-data; name=file; filename=\"\"^^^--XyZ--|no part called",
        "--XyZ^Content-Disposition: form-data; name=file; filename=a^^^--XyZ--|the file is empty",
        "--XyZ^Content-Disposition: form-data; name=file^^x|ends inside the part file",
        "--XyZ^Content-Disposition: form-data; name=file^^x^--XyZ|ends inside the part file",
        "--XyZ^Content-Disposition: form-data; name=file^|ends inside the header",
        "--XyZ^Content-Disposition: form-data; name/file^^x^--XyZ--|without a name",
        "--XyZ^^x^--XyZ--|without a name",
        "--XyZ^no colon^^x^--XyZ--|broken header",
        "--XyZ^ folded^^x^--XyZ--|broken header",
        "--XyZ^Content-Disposition: form-data; name=attr.^^^--XyZ--|attr.",
        "--XyZ^Content-Disposition: form-data; name=photo; filename=a^^x^--XyZ--|is called file",
      })
  void read_brokenBody_isABadRequest(String body, String detail) {
    assertThatThrownBy(() -> read(body.replace("^", "\r\n")))
        .isInstanceOf(MediaException.class)
        .hasMessageStartingWith("BadRequest")
        .hasMessageContaining(detail);
  }

  @Test
  void read_twoFiles_isABadRequest() {
    String body = part(named("file"), "x") + part(named("file"), "y") + "--XyZ--";

    assertThatThrownBy(() -> read(body)).hasMessageContaining("given twice");
  }

  @Test
  void read_encodedPart_isABadRequest() {
    String header = named("file") + "\r\nContent-Transfer-Encoding: base64";

    assertThatThrownBy(() -> read(part(header, "AAAA") + "--XyZ--"))
        .hasMessageContaining("Content-Transfer-Encoding");
  }

  @ParameterizedTest
  @ValueSource(ints = {65_000, 65_536, 65_537, 131_072, 200_000})
  void read_delimiterAtAnyPlaceOfTheBuffer_isFound(int length) throws IOException {
    for (int more = 0; more < 100; more += 7) {
      file.reset();
      String content = "\r\n--XyQ\r".repeat((length + more) / 8);
      MultipartUpload.read(
          bytes(part(named("file"), content) + "--XyZ--"),
          "multipart/form-data; boundary=XyZ",
          file,
          new UploadOptions.Builder());
      assertThat(file.size()).isEqualTo(content.length());
    }
  }

  private boolean read(String body) throws IOException {
    return MultipartUpload.read(bytes(body), "multipart/form-data; boundary=XyZ", file, options);
  }

  private static ByteArrayInputStream bytes(String body) {
    return new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String part(String header, String content) {
    return "--XyZ\r\n" + header + "\r\n\r\n" + content + "\r\n";
  }

  private static String named(String name) {
    return field(name) + "; filename=\"a.jpg\"";
  }

  private static String field(String name) {
    return "Content-Disposition: form-data; name=\"" + name + "\"";
  }
}
