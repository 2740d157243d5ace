package io.calotype.http.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RequestPathTest {
  @ParameterizedTest
  @EnumSource(Route.class)
  void route_ofItsOwnTemplate_isFound(Route route) {
    String path = route.template().path("a", "b");

    assertThat(RequestPath.of(path).route(route.method().name())).isEqualTo(route);
    assertThat(RequestPath.of(path + "/c/d").resource()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "/images/a, GET, IMAGE",
    "/images/a, HEAD, IMAGE",
    "/images/, GET, IMAGE",
    "/images/a/, GET, PRESET",
    "/%69mages/a%2Fb, GET, IMAGE",
    "/images/a/small.webp, GET, PRESET",
    "/images/a, POST,",
    "/images, GET,",
    "//images/a, GET,",
    "/Images/a, GET,",
    "/api/media, GET, LIST",
    "/api/media/, GET, RECORD",
    "/api/media/content, GET, RECORD",
    "/api/media/content/content, GET, CONTENT",
    "/api/media/a/other, GET,",
    "/api/admin/usage/, GET,",
    "/metrics, GET, METRICS",
    "/metrics/, GET,",
    "/, GET, GALLERY",
    "/assets/main.js, HEAD, ASSET",
    "/assets, GET,",
  })
  void route_ofAPath_isTheTables(String path, String method, Route route) {
    assertThat(RequestPath.of(path).route(method)).isEqualTo(route);
  }

  @ParameterizedTest
  @CsvSource({
    "/images/a%20b, a b",
    "/images/a+b, a+b",
    "/images/%C3%A4%E2%82%AC, ä€",
    "/images/%c3, \uFFFD",
  })
  void parameter_percentEncoded_isDecoded(String path, String id) {
    assertThat(RequestPath.of(path).parameter("{id}")).isEqualTo(id.translateEscapes());
  }

  @ParameterizedTest
  @CsvSource({
    "/images/%, the path has a broken percent-escape",
    "/images/%4, the path has a broken percent-escape",
    "/%zz/a, the path has a broken percent-escape",
    "images/a, the request's target is no path",
    "*, the request's target is no path",
  })
  void requireValid_ofABrokenPath_throws(String path, String detail) {
    RequestPath broken = RequestPath.of(path);

    assertThat(broken.fault()).isEqualTo(detail);
    assertThatThrownBy(broken::requireValid).isInstanceOf(MediaException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/images/a/small, GET, IMAGE",
    "/images/%zz, GET, IMAGE",
    "/images/a/b/c, GET, IMAGE",
    "/images, GET, OTHER",
    "/api/media/a/thumbnail, GET, THUMBNAIL",
    "/api/media/a/content, HEAD, ORIGINAL",
    "/api/media, POST, UPLOAD",
    "/api/media/a, PUT, UPLOAD",
    "/api/media/a, DELETE, API",
    "/api/media/a, PATCH, API",
    "/api/nothing, GET, API",
    "/health/live, GET, OPERATIONS",
    "/health/nothing, GET, OPERATIONS",
    "/metrics, GET, OPERATIONS",
    "/problems/gone, GET, OTHER",
    "/, GET, PAGE",
    "/assets/none/at/all, GET, PAGE",
    "/nothing/at/all, GET, OTHER",
    "*, OPTIONS, OTHER",
  })
  void routeClass_ofAnyPath_isThatOfTheRouteOrOfItsNeighbours(
      String path, String method, RouteClass expected) {
    assertThat(RequestPath.of(path).routeClass(method)).isEqualTo(expected);
  }

  @Test
  void allow_ofAResource_namesItsMethodsInOrder() {
    assertThat(allow("/api/media/a")).isEqualTo("GET, HEAD, PUT, PATCH, DELETE");
    assertThat(allow("/api/media")).isEqualTo("GET, HEAD, POST, DELETE");
    assertThat(allow("/api/sign")).isEqualTo("POST");
    assertThat(allow("/api/media/batch-delete")).isEqualTo("GET, HEAD, POST, PUT, PATCH, DELETE");
  }

  /// The literal segment is a valid id too.
  @Test
  void route_idThatIsALiteralOfAnotherRoute_isThatOfTheMedia() {
    RequestPath path = RequestPath.of("/api/media/batch-delete");

    assertThat(path.route("POST")).isEqualTo(Route.DELETE_BATCH);
    assertThat(path.route("DELETE")).isEqualTo(Route.DELETE);
    assertThat(path.id()).isEqualTo(new MediaId("batch-delete"));
    assertThat(RequestPath.of("/api/media/batch-delete/content").route("GET"))
        .isEqualTo(Route.CONTENT);
    assertThat(RequestPath.of("/api/media/batch-delete/content").id())
        .isEqualTo(new MediaId("batch-delete"));
  }

  private static String allow(String path) {
    return Objects.requireNonNull(RequestPath.of(path).resource()).allow();
  }
}
