package io.calotype.http.exchange;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.routing.QueryParameters;
import io.calotype.http.semantics.ContentCodings;
import io.calotype.json.JsonInput;
import io.calotype.json.WholeNumber;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A small JSON object in a request body. Its members are texts, numbers, booleans, lists of texts,
/// or objects of texts.
///
/// Errors of every call: `BadRequest` that names the fault.
public final class JsonBody {
  private static final int MAX_BYTES = 64 << 10;
  private static final long MAX_COUNT = 999_999_999_999_999_999L;
  private static final String JSON = "application/json";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String MARK = "\uFEFF";

  private final Map<String, Object> members;

  private JsonBody(Map<String, Object> members) {
    this.members = members;
  }

  /// Runs `work` with the body of `exchange` on a thread that may block, if the caller may perform
  /// the action of the route. The URL must have no options but credentials.
  public static void receive(HttpExchange exchange, Consumer<JsonBody> work) {
    receive(exchange, MAX_BYTES, work);
  }

  /// Like the other method, with another maximum length.
  public static void receive(HttpExchange exchange, int maxBytes, Consumer<JsonBody> work) {
    receiveText(exchange, Set.of(JSON), maxBytes, text -> work.accept(of(text)));
  }

  /// Like [#receive], with the text of a JSON Merge Patch (RFC 7396).
  public static void receivePatch(HttpExchange exchange, Consumer<String> work) {
    receiveText(
        exchange, Set.of(MERGE_PATCH, JSON), MAX_BYTES, text -> work.accept(unmarked(text)));
  }

  /// The body must be declared as JSON, because a page of another origin can send `text/plain`
  /// without a preflight (Fetch standard, simple requests).
  private static void receiveText(
      HttpExchange exchange, Set<String> types, int maxBytes, Consumer<String> work) {
    exchange.parameters().require(exchange.access().parameters());
    exchange.identified(() -> {
      exchange.require();
      if (!types.contains(exchange.contentType())) {
        throw new MediaException(new Failure.JsonExpected());
      }
      ContentCodings codings = exchange.codings();
      BodyInput body = exchange.body();
      exchange.offload(() -> work.accept(read(body, codings, maxBytes)));
    });
  }

  private static String read(BodyInput body, ContentCodings codings, int maxBytes) {
    try (body;
        InputStream decoded = codings.decode(body, 2L * maxBytes, new Failure.TooLarge(maxBytes))) {
      byte[] bytes = decoded.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw QueryParameters.bad("the body is longer than " + maxBytes + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw QueryParameters.bad(
          "the body is incomplete, or not coded as its Content-Encoding says");
    }
  }

  /// Parses a JSON object.
  static JsonBody of(String text) {
    Map<String, Object> members = new TreeMap<>();
    try (JsonParser json = JsonInput.parser(unmarked(text))) {
      require(json.nextToken() == JsonToken.START_OBJECT, "the body is no JSON object");
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        Object before = members.put(name, value(json, name));
        require(
            before == null, "the member " + QueryParameters.printable(name) + " is given twice");
      }
      require(json.nextToken() == null, "something follows the JSON object in the body");
    } catch (JacksonException notJson) {
      throw QueryParameters.bad("the body is no JSON object");
    }
    return new JsonBody(members);
  }

  /// `text` without a byte order mark: a parser may ignore one (RFC 8259 section 8.1).
  private static String unmarked(String text) {
    return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
  }

  private static Object value(JsonParser json, String name) {
    return switch (json.currentToken()) {
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      case START_ARRAY -> texts(json, name);
      case START_OBJECT -> object(json, name);
      case VALUE_STRING -> json.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(json.getString());
      case null, default -> throw wrong(name, "a text, a number, true, false or a list of texts");
    };
  }

  private static Map<String, String> object(JsonParser json, String name) {
    Map<String, String> members = new TreeMap<>();
    for (String member = json.nextName(); member != null; member = json.nextName()) {
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        throw wrong(name, "an object of texts");
      }
      String before = members.put(member, json.getString());
      require(before == null, "the member " + QueryParameters.printable(name) + " names one twice");
    }
    return members;
  }

  private static List<String> texts(JsonParser json, String name) {
    List<String> texts = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      texts.add(json.getString());
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw wrong(name, "a list of texts");
    }
    return texts;
  }

  /// Rejects members that are not in `known`.
  public JsonBody only(String... known) {
    for (String name : members.keySet()) {
      require(
          List.of(known).contains(name),
          "the member "
              + QueryParameters.printable(name)
              + " is unknown here: there are "
              + String.join(", ", known));
    }
    return this;
  }

  /// Whether there is a member `name`.
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /// A number in its original notation.
  private record Numeral(String digits) {
    /// Whether it is whole, and from 0 to `max`.
    boolean upTo(long max) {
      return WholeNumber.parse(digits).filter(number -> number >= 0 && number <= max).isPresent();
    }

    /// The notation of a whole number without a fraction; that of another number as it is.
    String plain() {
      return WholeNumber.parse(digits).map(number -> Long.toString(number)).orElse(digits);
    }
  }

  /// The number `name` from 0 to `max`; 0 if absent.
  public int number(String name, int max) {
    return switch (members.get(name)) {
      case null -> 0;
      case Numeral number when number.upTo(max) -> Integer.parseInt(number.plain());
      default -> throw wrong(name, "a number from 0 to " + max);
    };
  }

  /// The whole number `name`, of at most 18 digits; 0 if absent.
  public long count(String name) {
    return switch (members.get(name)) {
      case null -> 0;
      case Numeral number when number.upTo(MAX_COUNT) -> Long.parseLong(number.plain());
      default -> throw wrong(name, "a whole number");
    };
  }

  /// The members of the object `name`; empty if absent.
  @SuppressWarnings("unchecked") // only object(JsonParser, String) creates maps
  public Map<String, String> members(String name) {
    return switch (members.get(name)) {
      case null -> Map.of();
      case Map<?, ?> texts -> (Map<String, String>) texts;
      default -> throw wrong(name, "an object of texts");
    };
  }

  /// The duration `name`: a number of seconds, or a text of seconds or ISO 8601; null if absent.
  @Nullable
  public String duration(String name) {
    return members.get(name) instanceof Numeral number ? number.plain() : text(name);
  }

  /// The text `name`; null if absent.
  @Nullable
  public String text(String name) {
    return switch (members.get(name)) {
      case null -> null;
      case String text -> text;
      default -> throw wrong(name, "a text");
    };
  }

  /// The boolean `name`; false if absent.
  public boolean flag(String name) {
    return switch (members.get(name)) {
      case null -> false;
      case Boolean flag -> flag;
      default -> throw wrong(name, "true or false");
    };
  }

  /// The list `name`; empty if absent.
  @SuppressWarnings("unchecked") // only texts(JsonParser, String) creates lists
  public List<String> texts(String name) {
    return switch (members.get(name)) {
      case null -> List.of();
      case List<?> texts -> (List<String>) texts;
      default -> throw wrong(name, "a list of texts");
    };
  }

  private static RuntimeException wrong(String name, String right) {
    return QueryParameters.bad(
        "the member " + QueryParameters.printable(name) + " is not " + right);
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw QueryParameters.bad(otherwise);
    }
  }
}
