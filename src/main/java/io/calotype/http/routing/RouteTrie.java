package io.calotype.http.routing;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the resource of a path: a trie over the segments of all templates. A literal segment takes
/// precedence over a parameter. A parameter matches every segment, the empty one too.
final class RouteTrie {
  /// The trie of the route table.
  static final RouteTrie TABLE = new RouteTrie(List.of(Route.values()));

  private final Node root = new Node();
  private final Map<String, RouteClass> areas;

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private @Nullable Node parameter;
    private @Nullable Resource resource;

    Node child(String segment) {
      if (!RouteTemplate.parameter(segment)) {
        return literals.computeIfAbsent(segment, name -> new Node());
      }
      if (parameter == null) {
        parameter = new Node();
      }
      return parameter;
    }

    @Nullable Node find(String segment) {
      Node literal = literals.get(segment);
      return literal == null ? parameter : literal;
    }
  }

  private RouteTrie(List<Route> routes) {
    routes.stream()
        .collect(Collectors.groupingBy(Route::template))
        .forEach((template, same) -> add(new Resource(template, same)));
    this.areas =
        routes.stream()
            .filter(route -> route.method() == Route.Method.GET)
            .filter(route -> route.template().segments().size() > 1)
            .collect(
                Collectors.groupingBy(
                    route -> route.template().segments().getFirst(),
                    Collectors.collectingAndThen(
                        Collectors.minBy(
                            Comparator.comparingInt(
                                (Route route) -> route.template().segments().size())),
                        shortest -> shortest.orElseThrow().routeClass())));
  }

  private void add(Resource resource) {
    Node node = root;
    for (String segment : resource.template().segments()) {
      node = node.child(segment);
    }
    node.resource = resource;
  }

  /// The resource of a path; null if there is none.
  ///
  /// @param segments percent-decoded
  @Nullable Resource find(List<String> segments) {
    Node node = root;
    for (int i = 0; i < segments.size(); i++) {
      node = node.find(segments.get(i));
      if (node == null) {
        return null;
      }
    }
    return node.resource;
  }

  /// The class of a path without a resource: that of the shortest route below its first segment.
  RouteClass area(List<String> segments) {
    return segments.size() == 1
        ? RouteClass.OTHER
        : areas.getOrDefault(segments.getFirst(), RouteClass.OTHER);
  }
}
