package io.calotype.catalog.sqlite;

import io.calotype.catalog.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ids of one or more [ListSql], merged in their order. Each is read row by row.
final class MergedStretches implements AutoCloseable {
  private final List<Stretch> all = new ArrayList<>();
  private final Comparator<Stretch> order;

  MergedStretches(Connection connection, Query query) throws SQLException {
    this.order = query.order().of(Stretch.OLDEST_FIRST);
    List<ListSql> statements = ListSql.of(query);
    try {
      for (ListSql sql : statements) {
        all.add(new Stretch(sql.prepared(connection)));
      }
    } catch (SQLException failed) {
      close();
      throw failed;
    }
  }

  /// The next id as stored, which may be invalid; null at the end.
  @Nullable String next() throws SQLException {
    Optional<Stretch> first = all.stream().filter(Stretch::present).min(order);
    if (first.isEmpty()) {
      return null;
    }
    String id = first.get().id;
    first.get().advance();
    return id;
  }

  @Override
  public void close() throws SQLException {
    for (Stretch stretch : all) {
      stretch.select.close(); // closes its rows too
    }
  }

  /// The rows of one statement, read one row ahead.
  private static final class Stretch {
    static final Comparator<Stretch> OLDEST_FIRST =
        Comparator.comparingLong((Stretch stretch) -> stretch.created)
            .thenComparing(stretch -> stretch.id);

    private final PreparedStatement select;
    private final ResultSet rows;
    private boolean present;
    private long created;
    private String id = "";

    Stretch(PreparedStatement select) throws SQLException {
      this.select = select;
      this.rows = select.executeQuery();
      advance();
    }

    boolean present() {
      return present;
    }

    void advance() throws SQLException {
      present = rows.next();
      if (present) {
        created = rows.getLong(1);
        id = rows.getString(2);
      }
    }
  }
}
