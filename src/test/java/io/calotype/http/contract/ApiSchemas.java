package io.calotype.http.contract;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.calotype.json.JsonValue;
import java.util.List;
import java.util.Map;

/// The schemas of the description of the API, by their JSON pointers (RFC 6901).
final class ApiSchemas {
  private static final String BASE = "https://calotype.invalid/openapi.json";

  private final SchemaRegistry schemas;

  ApiSchemas(JsonValue document) {
    this.schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(BASE, document.toString())));
  }

  /// The faults of `value` by the schema at `pointer`; none if it is valid.
  List<String> faults(String pointer, JsonValue value) {
    Schema schema = schemas.getSchema(SchemaLocation.of(BASE + "#" + pointer));
    return faults(schema, value);
  }

  /// Like [#faults], and members that the schema does not name are faults.
  List<String> strictFaults(String pointer, JsonValue value) {
    String strict = "{\"$ref\":\"" + BASE + "#" + pointer + "\",\"unevaluatedProperties\":false}";
    return faults(schemas.getSchema(strict), value);
  }

  private static List<String> faults(Schema schema, JsonValue value) {
    return schema.validate(value.toString(), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  /// A segment of a pointer.
  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
  }
}
