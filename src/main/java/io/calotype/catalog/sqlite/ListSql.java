package io.calotype.catalog.sqlite;

import io.calotype.catalog.Cursor;
import io.calotype.catalog.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement that reads the ids of one stretch of an index, newest first, from that index alone.
///
/// It has no limit: SQLite steps through it row by row, and the reader stops when it has enough.
///
/// @param text with a `?` for each of `values`
/// @param values in order
record ListSql(String text, List<Object> values) {
  private static final String EVERYBODY = "";

  /// The stretches of `query`: one, or for one reader its own media and the public ones.
  static List<ListSql> of(Query query) {
    return query.reader() == null
        ? List.of(stretch(query, null))
        : List.of(stretch(query, EVERYBODY), stretch(query, query.reader().text()));
  }

  private static ListSql stretch(Query query, @Nullable String readers) {
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    if (readers != null) {
      conditions.add("readers = ?");
      values.add(readers);
    }
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
    if (query.alive() != null) {
      conditions.add("(expires IS NULL OR expires > ?)");
      values.add(query.alive().toEpochMilli());
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return new ListSql(
        "SELECT created, id FROM media" + where + " ORDER BY created DESC, id DESC", values);
  }

  PreparedStatement prepared(Connection connection) throws SQLException {
    PreparedStatement select = connection.prepareStatement(text);
    for (int i = 0; i < values.size(); i++) {
      select.setObject(i + 1, values.get(i));
    }
    return select;
  }
}
