package io.calotype.catalog.sqlite;

import io.calotype.catalog.Cursor;
import io.calotype.catalog.Query;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The statement that reads one page, newest first, along an index.
///
/// What one owner may read lies in two stretches of the index, the public media and its own: as
/// much as a page of each is read and merged.
///
/// @param text with a `?` for each of `values`
/// @param values in order
record ListSql(String text, List<Object> values) {
  private static final String EVERYBODY = "";
  private static final String ORDER = " ORDER BY created DESC, id DESC LIMIT ?";

  static ListSql of(Query query) {
    if (query.reader() == null) {
      return stretch(query, null);
    }
    ListSql open = stretch(query, EVERYBODY);
    ListSql own = stretch(query, query.reader().text());
    List<Object> values = new ArrayList<>(open.values);
    values.addAll(own.values);
    values.add(query.limit() + 1);
    return new ListSql(
        "SELECT * FROM (" + open.text + ") UNION ALL SELECT * FROM (" + own.text + ")" + ORDER,
        values);
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
    values.add(query.limit() + 1);
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return new ListSql("SELECT " + Row.COLUMNS + " FROM media" + where + ORDER, values);
  }

  void bind(PreparedStatement select) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      select.setObject(i + 1, values.get(i));
    }
  }
}
