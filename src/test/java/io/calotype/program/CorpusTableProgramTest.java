package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every photograph and every video of the corpus, against a table: what it is said to be, and what
/// it looks like. A photograph of a type that is accepted has all its renditions.
///
/// A line of the table is a file, what the record says of it or the problem that refuses it, and
/// its looks: eight by eight places of the preset `medium`, RGB in base64. What this run has made
/// is in `target/golden/corpus.tsv`, to be looked at, and taken over where it is right.
@EnabledIf(value = "io.calotype.program.Corpus#isPresent", disabledReason = Corpus.MISSING)
class CorpusTableProgramTest {
  private static final int PLACES = 8;
  private static final Pattern PHOTOGRAPH =
      Pattern.compile("photos/.*\\.(jpg|mpo|png|apng|webp|gif|avif|avifs|tif|tiff|svg|svgz)");
  private static final Pattern SIDEWAYS = Pattern.compile(".*(orient=[5-8]|irot=(90|270)).*");
  private static final Map<String, Integer> PRESETS =
      Map.of("small", 200, "medium", 400, "large", 800);

  /// Levels of 255. Another encoder or decoder moves a place by one or two; a wrong profile, a
  /// missed orientation or another frame by much more.
  private static final int MAX_DIFFERENCE = 6;

  /// The largest photographs that are encoded whole: a WebP of 20 megapixels takes seconds.
  private static final long MAX_WHOLE_PIXELS = 4_000_000;

  private static final Map<String, String> MADE = new TreeMap<>();

  @TempDir static Path data;
  private static Map<String, String> table;
  private static Map<String, String> sizes;
  private static Server program;

  @BeforeAll
  static void start() throws IOException {
    try (InputStream in = CorpusTableProgramTest.class.getResourceAsStream("corpus.tsv")) {
      table =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .collect(
                  Collectors.toMap(
                      line -> line.substring(0, line.indexOf('\t')),
                      line -> line.substring(line.indexOf('\t') + 1)));
    }
    sizes =
        Files.readAllLines(Corpus.require("MANIFEST.tsv")).stream()
            .map(line -> line.split("\t", -1))
            .filter(fields -> fields[0].startsWith("photos/"))
            .collect(
                Collectors.toMap(fields -> fields[0], fields -> displayed(fields[2], fields[3])));
    program = InJvm.start(data, InJvm.VIDEOS);
  }

  /// The displayed size by the manifest; empty where it has none.
  private static String displayed(String size, String format) {
    if (!size.contains("x")) {
      return "";
    }
    String[] sides = size.split("x", -1);
    return SIDEWAYS.matcher(format).matches() ? sides[1] + "x" + sides[0] : size;
  }

  @AfterAll
  static void stop() throws IOException {
    program.close();
    Path golden = Files.createDirectories(Path.of("target", "golden"));
    Files.write(
        golden.resolve("corpus.tsv"),
        MADE.entrySet().stream().map(line -> line.getKey() + "\t" + line.getValue()).toList());
  }

  static Stream<String> files() {
    Path manifest = Corpus.require("MANIFEST.tsv");
    Path corpus = Objects.requireNonNull(manifest.getParent());
    return Stream.of("photos", "videos").flatMap(folder -> files(corpus, folder));
  }

  private static Stream<String> files(Path corpus, String folder) {
    try (Stream<Path> all = Files.walk(corpus.resolve(folder))) {
      return all
          .filter(Files::isRegularFile)
          .map(file -> corpus.relativize(file).toString())
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void file_always_isAsTheTableSays(String name) {
    String id = name.replaceAll("[^A-Za-z0-9]", "-");
    HttpResponse<byte[]> stored = program.put(id, Corpus.bytes(name));
    String said = RecordSummary.of(stored);
    String looks = stored.statusCode() == 201 ? looks(id) : "-";
    MADE.put(name, said + "\t" + looks);

    String[] expected = table.getOrDefault(name, "no line in the table\t-").split("\t", -1);
    assertThat(said).isEqualTo(expected[0]);
    assertThat(difference(looks, expected[1])).isLessThanOrEqualTo(MAX_DIFFERENCE);
    if (PHOTOGRAPH.matcher(name).matches()) {
      assertThat(stored.statusCode()).as(said).isEqualTo(201);
      assertRenditions(id, new int[] {number(stored, "width"), number(stored, "height")}, name);
    }
  }

  private static void assertRenditions(String id, int[] size, String name) {
    assertThat(size[0] + "x" + size[1]).contains(sizes.getOrDefault(name, ""));
    PRESETS.forEach((preset, side) ->
        assertThat(webpSize(program.get("/images/" + id + "/" + preset).body()))
            .containsExactly(fitted(size, side)));
    BufferedImage jpeg = Pictures.decoded(program.get("/images/" + id + "/large.jpg").body());
    assertThat(new int[] {jpeg.getWidth(), jpeg.getHeight()}).containsExactly(fitted(size, 800));
    if ((long) size[0] * size[1] <= MAX_WHOLE_PIXELS) {
      HttpResponse<byte[]> whole = program.get("/images/" + id);
      assertThat(whole.statusCode()).isEqualTo(200);
      assertThat(webpSize(whole.body())).containsExactly(fitted(size, 16383));
    }
  }

  private static String looks(String id) {
    HttpResponse<byte[]> answer = program.get("/images/" + id + "/medium.png");
    assertThat(answer.statusCode()).isEqualTo(200);
    BufferedImage picture = Pictures.decoded(answer.body());
    byte[] places = new byte[PLACES * PLACES * 3];
    for (int i = 0; i < PLACES * PLACES; i++) {
      place(picture, i % PLACES, i / PLACES, places, 3 * i);
    }
    return Base64.getEncoder().encodeToString(places);
  }

  /// The mean colour of one of the places, what is transparent as grey.
  private static void place(BufferedImage picture, int column, int row, byte[] into, int at) {
    int left = column * picture.getWidth() / PLACES;
    int top = row * picture.getHeight() / PLACES;
    int right = Math.max(left + 1, (column + 1) * picture.getWidth() / PLACES);
    int bottom = Math.max(top + 1, (row + 1) * picture.getHeight() / PLACES);
    long[] sums = new long[3];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int argb = picture.getRGB(x, y);
        int alpha = argb >>> 24;
        for (int band = 0; band < 3; band++) {
          int sample = (argb >> (16 - 8 * band)) & 0xff;
          sums[band] += (sample * alpha + 128 * (255 - alpha)) / 255;
        }
      }
    }
    long count = (long) (right - left) * (bottom - top);
    for (int band = 0; band < 3; band++) {
      into[at + band] = (byte) (sums[band] / count);
    }
  }

  private static int difference(String looks, String expected) {
    if (looks.equals(expected)) {
      return 0;
    }
    byte[] one = Base64.getDecoder().decode(looks);
    byte[] other = Base64.getDecoder().decode(expected);
    assertThat(one).hasSameSizeAs(other);
    int largest = 0;
    for (int i = 0; i < one.length; i++) {
      largest =
          Math.max(largest, Math.abs(Byte.toUnsignedInt(one[i]) - Byte.toUnsignedInt(other[i])));
    }
    return largest;
  }

  private static int[] fitted(int[] size, int side) {
    double scale = Math.min(1, (double) side / Math.max(size[0], size[1]));
    return Arrays.stream(size)
        .map(length -> (int) Math.max(1, Math.round(length * scale)))
        .toArray();
  }

  /// Width and height out of a WebP header (RFC 9649 section 2).
  private static int[] webpSize(byte[] webp) {
    String chunk = new String(webp, 12, 4, StandardCharsets.US_ASCII);
    return switch (chunk) {
      case "VP8 " -> new int[] {little(webp, 26, 2) & 0x3fff, little(webp, 28, 2) & 0x3fff};
      case "VP8L" -> {
        int bits = little(webp, 21, 4);
        yield new int[] {(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1};
      }
      default -> new int[] {little(webp, 24, 3) + 1, little(webp, 27, 3) + 1};
    };
  }

  private static int little(byte[] bytes, int offset, int count) {
    return IntStream.range(0, count).map(i -> (bytes[offset + i] & 0xff) << (8 * i)).sum();
  }

  private static int number(HttpResponse<byte[]> answer, String field) {
    Matcher matcher = Pattern.compile("\"" + field + "\":(\\d+)").matcher(text(answer));
    assertThat(matcher.find()).as(text(answer)).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
