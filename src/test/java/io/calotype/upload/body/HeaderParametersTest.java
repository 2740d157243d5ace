package io.calotype.upload.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.FileName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderParametersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "form-data; name=file | file",
        "form-data; name=\"file\" | file",
        "form-data ;  NAME = \"a;b=c\" ; x=1 | a;b=c",
        "form-data; name=\"C:\\temp\\a.jpg\" | C:\\temp\\a.jpg",
        "form-data; name=\"a\\\"b\" | a\"b",
        "form-data; name=a b | a b",
        "form-data; name=first; name=second | first",
        "form-data; name=\"open | open"
      })
  void find_name_isItsValue(String field, String value) {
    assertThat(HeaderParameters.of(field).find("name")).contains(value);
  }

  @Test
  void find_absentOrWithoutAValue_isEmpty() {
    assertThat(HeaderParameters.of("form-data").find("name")).isEmpty();
    assertThat(HeaderParameters.of("form-data; name").find("name")).isEmpty();
    assertThat(HeaderParameters.of("").find("name")).isEmpty();
  }

  @Test
  void ofRequest_backslash_escapesAnyCharacter() {
    assertThat(HeaderParameters.ofRequest("a; name=\"\\a\\b\"").find("name")).contains("ab");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "attachment; filename=cat.jpg | cat.jpg",
        "attachment; filename*=UTF-8''caf%C3%A9.jpg; filename=cafe.jpg | café.jpg",
        "attachment; filename*=iso-8859-1'en'caf%E9.jpg | café.jpg",
        "attachment; filename*=UTF-8''%ff; filename=plain.jpg | plain.jpg",
        "attachment; filename*=EBCDIC''x; filename=plain.jpg | plain.jpg",
        "attachment; filename*=UTF-8''a%2; filename=plain.jpg | plain.jpg"
      })
  void ofHeader_fileName_isDecodedOrThePlainOne(String header, String name) {
    @Nullable FileName found = PartFileName.ofHeader(header);

    assertThat(found).isEqualTo(FileName.of(name));
  }
}
