package io.calotype.http.routing;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the resource of a path: a trie over the segments of all templates. A literal segment takes
/// precedence over a parameter, if the rest of the path matches. A parameter matches every segment,
/// the empty one too.
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

    /// The resource of the segments from `index`.
    @Nullable Resource find(List<String> segments, int index) {
      if (index == segments.size()) {
        return resource;
      }
      Node literal = literals.get(segments.get(index));
      Resource found = literal == null ? null : literal.find(segments, index + 1);
      return found != null || parameter == null ? found : parameter.find(segments, index + 1);
    }
  }

  private RouteTrie(List<Route> routes) {
    routes.stream().collect(Collectors.groupingBy(Route::template)).entrySet().stream()
        .sorted(Comparator.comparingLong(same -> same.getKey().literals()))
        .forEach(same -> add(same.getKey(), same.getValue()));
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

  private void add(RouteTemplate template, List<Route> routes) {
    Node parent = root;
    for (String segment : template.segments().subList(0, template.segments().size() - 1)) {
      parent = parent.child(segment);
    }
    Node node = parent.child(template.segments().getLast());
    Node general = parent.parameter;
    node.resource = new Resource(template, routes, general == null ? null : general.resource);
  }

  /// The resource of a path; null if there is none.
  ///
  /// @param segments percent-decoded
  @Nullable Resource find(List<String> segments) {
    return root.find(segments, 0);
  }

  /// The class of a path without a resource: that of the shortest route below its first segment.
  RouteClass area(List<String> segments) {
    return segments.size() == 1
        ? RouteClass.OTHER
        : areas.getOrDefault(segments.getFirst(), RouteClass.OTHER);
  }
}
