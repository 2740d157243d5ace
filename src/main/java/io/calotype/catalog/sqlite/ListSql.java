package io.calotype.catalog.sqlite;

import io.calotype.catalog.Cursor;
import io.calotype.catalog.Query;
import io.calotype.catalog.Selection;
import io.calotype.media.ListOrder;
import io.calotype.media.Owner;
import io.calotype.media.Visibility;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement that reads the ids of one stretch of an index, in its order, from that index alone.
///
/// It has no limit: SQLite steps through it row by row, and the reader stops when it has enough.
///
/// @param text the SQL with a `?` for each of `values`
/// @param values the parameters in order
record ListSql(String text, List<Object> values) {
  private static final String PUBLIC = "readers = ''";
  private static final String OWN = "readers = ?";

  /// The literal condition of the partial indexes: SQLite would not match a parameter with it.
  static final String PRIVATE = "visibility = 'PRIVATE'";

  /// The stretches of `query`: one, or two for a reader, who sees its own media and the public
  /// ones.
  static List<ListSql> of(Query query) {
    Owner reader = query.selection().reader();
    Visibility visibility = query.selection().visibility();
    if (visibility == Visibility.PUBLIC) {
      return List.of(stretch(query, PUBLIC));
    }
    if (reader == null) {
      return List.of(stretch(query, visibility == null ? null : PRIVATE));
    }
    ListSql own = stretch(query, OWN, reader.text());
    return visibility == null ? List.of(stretch(query, PUBLIC), own) : List.of(own);
  }

  private static ListSql stretch(Query query, @Nullable String readers, Object... parameters) {
    Selection selection = query.selection();
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>(List.of(parameters));
    if (readers != null) {
      conditions.add(readers);
    }
    if (selection.group() != null) {
      conditions.add("grp = ?");
      values.add(selection.group().value());
    }
    if (selection.kind() != null) {
      conditions.add("kind = ?");
      values.add(selection.kind().name());
    }
    Cursor after = query.after();
    boolean oldest = query.order() == ListOrder.OLDEST;
    if (after != null) {
      conditions.add("(created, id) %s (?, ?)".formatted(oldest ? ">" : "<"));
      values.add(after.created().toEpochMilli());
      values.add(after.id().value());
    }
    if (selection.alive() != null) {
      conditions.add("(expires IS NULL OR expires > ?)");
      values.add(selection.alive().toEpochMilli());
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    String order = " ORDER BY created %1$s, id %1$s".formatted(oldest ? "ASC" : "DESC");
    return new ListSql("SELECT created, id FROM media" + where + order, values);
  }

  PreparedStatement prepared(Connection connection) throws SQLException {
    PreparedStatement select = connection.prepareStatement(text);
    for (int i = 0; i < values.size(); i++) {
      select.setObject(i + 1, values.get(i));
    }
    return select;
  }
}
