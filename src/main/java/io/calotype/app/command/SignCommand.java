package io.calotype.app.command;

import io.calotype.access.Signatures;
import io.calotype.access.SignedUrl;
import io.calotype.app.config.Config;
import io.calotype.app.config.ConfigReader;
import io.calotype.cli.command.TextParsers;
import io.calotype.media.MediaId;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command `calotype sign`.
@Command(
    name = "sign",
    description = {
      "Prints the URL with a signature, which grants access to exactly that URL until it expires."
          + " With --media, prints a token that grants access to the original and every rendition"
          + " of a media.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Signs with the first secret in CALOTYPE_SIGNING_KEYS. Add a token to a URL of its media as"
          + " the query parameter t. A signature covers the path without the prefix of"
          + " CALOTYPE_PUBLIC_URL.",
      "",
      "Example: ./calotype sign https://media.example.org/images/cat/medium --expires 1h",
      "         ./calotype sign --media cat --expires PT1H",
      ""
    })
final class SignCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description = "URL of the server, or a path with its query.")
  private @Nullable String url;

  @Option(names = "--media", paramLabel = "ID", description = "Id of a media, to create a token.")
  private @Nullable String media;

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      description = "Time until it expires, such as 15m, 1h or 7d (default: 1h).")
  private String expires = "1h";

  @Mixin private ConfigFile file = new ConfigFile();

  @Override
  public Integer call() {
    if ((url == null) == (media == null)) {
      return failed("name either a URL or --media ID");
    }
    try {
      Config config = ConfigReader.read(file.path(), System.getenv(), Map.of());
      Signatures signatures = new Signatures(config.access().signingKeys());
      if (!signatures.able()) {
        return failed("there is nothing to sign with: set CALOTYPE_SIGNING_KEYS to a long secret");
      }
      Instant until = Instant.now().plus(life());
      System.out.println(
          media == null
              ? signed(signatures, config.listening().publicUrl(), until)
              : signatures.token(id(media), until));
      return 0;
    } catch (IllegalArgumentException wrong) {
      return failed("URL, --media and --expires should be right: " + wrong.getMessage());
    } catch (ConfigReader.InvalidConfigException invalid) {
      return failed("the configuration is wrong: " + invalid.getMessage());
    }
  }

  private Duration life() {
    Duration life = TextParsers.duration(expires);
    if (life.compareTo(Signatures.MAX_LIFE) > 0) {
      throw new IllegalArgumentException("at most " + Signatures.MAX_LIFE.toDays() + " days");
    }
    return life;
  }

  private static MediaId id(String text) {
    return MediaId.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("an id, 1 to 128 of A-Z a-z 0-9 _ -"));
  }

  private String signed(Signatures signatures, String publicUrl, Instant until) {
    SignTarget target = SignTarget.of(Objects.requireNonNull(url), publicUrl);
    URI seen = target.seen();
    SignedUrl plain = SignedUrl.of(seen.getRawPath(), parameters(seen.getRawQuery()));
    return target.before() + signatures.sign(plain, until);
  }

  private static List<Map.Entry<String, String>> parameters(@Nullable String query) {
    return query == null
        ? List.of()
        : Arrays.stream(query.split("&"))
            .filter(p -> !p.isEmpty())
            .map(SignCommand::parameter)
            .toList();
  }

  private static Map.Entry<String, String> parameter(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? Map.entry(decoded(text), "")
        : Map.entry(decoded(text.substring(0, equals)), decoded(text.substring(equals + 1)));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static int failed(String why) {
    System.err.println("calotype: " + why);
    return 2;
  }
}
