package io.calotype.catalog.sqlite;

import io.calotype.catalog.Cursor;
import io.calotype.catalog.Query;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The statement that reads one page, newest first, along an index.
///
/// @param text with a `?` for each of `values`
/// @param values in order
record ListSql(String text, List<Object> values) {

  static ListSql of(Query query) {
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    if (query.group() != null) {
      conditions.add("grp = ?");
      values.add(query.group().value());
    }
    if (query.kind() != null) {
      conditions.add("kind = ?");
      values.add(query.kind().name());
    }
    Cursor after = query.after();
    if (after != null) {
      conditions.add("(created, id) < (?, ?)");
      values.add(after.created().toEpochMilli());
      values.add(after.id().value());
    }
    values.add(query.limit() + 1);
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return new ListSql(
        "SELECT " + Row.COLUMNS + " FROM media" + where + " ORDER BY created DESC, id DESC LIMIT ?",
        values);
  }

  void bind(PreparedStatement select) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      select.setObject(i + 1, values.get(i));
    }
  }
}
