package io.calotype.catalog.sqlite;

import io.calotype.media.Facts;
import io.calotype.media.FileName;
import io.calotype.media.Group;
import io.calotype.media.Incarnation;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Owner;
import io.calotype.media.Picture;
import io.calotype.media.Placeholder;
import io.calotype.media.Sha256;
import io.calotype.media.VideoInfo;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Focus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/// A media as a row of the table `media`.
final class MediaRow {
  /// All columns, in the order in which [#bind] sets them.
  static final String COLUMNS =
      "id, type, kind, bytes, sha256, width, height, opaque, thumbhash, color, grp, visibility,"
          + " attributes, created, expires, owner, frames, alpha, orientation, profile, duration,"
          + " video_codec, audio_codec, master_type, master_bytes, master_sha256, position,"
          + " filename, incarnation, master_incarnation, focus";

  /// One `?` for each column.
  static final String PARAMETERS =
      String.join(", ", Collections.nCopies(COLUMNS.split(", ").length, "?"));

  private MediaRow() {}

  static void bind(PreparedStatement insert, Media media) throws SQLException {
    Original original = media.original();
    insert.setString(1, media.id().value());
    insert.setString(2, original.type().name());
    insert.setString(3, original.type().kind().name());
    insert.setLong(4, original.bytes());
    insert.setString(5, original.digest().hex());
    bind(insert, media.picture());
    bindLabels(insert, 11, media.labels());
    insert.setLong(14, media.lifetime().created().toEpochMilli());
    bindExpiry(insert, 15, media);
    insert.setString(16, media.owner() == null ? null : media.owner().text());
    bind(insert, media.picture().facts());
    bindMaster(insert, 24, media.master());
    insert.setInt(27, media.picture().facts().position() ? 1 : 0);
    FileName fileName = media.labels().fileName();
    insert.setString(28, fileName == null ? null : fileName.text());
    bindIncarnations(insert, 29, media);
    bindFocus(insert, 31, media.labels());
  }

  /// Sets three parameters from index `at`: group, visibility and attributes.
  static void bindLabels(PreparedStatement change, int at, Labels labels) throws SQLException {
    Group group = labels.group();
    change.setString(at, group == null ? null : group.value());
    change.setString(at + 1, labels.visibility().name());
    change.setString(at + 2, AttributesJson.write(labels.attributes()));
  }

  static void bindExpiry(PreparedStatement change, int at, Media media) throws SQLException {
    Instant expires = media.lifetime().expires();
    change.setObject(at, expires == null ? null : expires.toEpochMilli());
  }

  static void bindFocus(PreparedStatement change, int at, Labels labels) throws SQLException {
    change.setString(at, labels.focus() == null ? null : labels.focus().text());
  }

  private static void bind(PreparedStatement insert, Picture picture) throws SQLException {
    Placeholder placeholder = picture.placeholder();
    insert.setInt(6, picture.size().width());
    insert.setInt(7, picture.size().height());
    insert.setInt(8, picture.opaque() ? 1 : 0);
    insert.setString(9, placeholder == null ? null : placeholder.thumbhash());
    insert.setString(10, placeholder == null ? null : placeholder.color());
  }

  private static void bind(PreparedStatement insert, Facts facts) throws SQLException {
    VideoInfo clip = facts.clip();
    insert.setInt(17, facts.frames());
    insert.setInt(18, facts.alpha() ? 1 : 0);
    insert.setInt(19, facts.orientation());
    insert.setString(20, facts.profile());
    insert.setObject(21, clip == null ? null : clip.durationMillis());
    insert.setString(22, clip == null ? null : clip.video());
    insert.setString(23, clip == null ? null : clip.audio());
  }

  /// Sets two parameters from index `at`: the incarnations of the original and of the master.
  static void bindIncarnations(PreparedStatement change, int at, Media media) throws SQLException {
    Original master = media.master();
    change.setString(at, text(media.original().incarnation()));
    change.setString(at + 1, master == null ? null : text(master.incarnation()));
  }

  /// The text of a column with an incarnation.
  static @Nullable String text(@Nullable Incarnation incarnation) {
    return incarnation == null ? null : incarnation.text();
  }

  private static @Nullable Incarnation incarnation(ResultSet row, String column)
      throws SQLException {
    String text = row.getString(column);
    return text == null ? null : new Incarnation(text);
  }

  /// Sets three parameters from index `at`: type, bytes and digest.
  static void bindMaster(PreparedStatement change, int at, @Nullable Original master)
      throws SQLException {
    change.setString(at, master == null ? null : master.type().name());
    change.setObject(at + 1, master == null ? null : master.bytes());
    change.setString(at + 2, master == null ? null : master.digest().hex());
  }

  static Media read(ResultSet row) throws SQLException {
    return new Media(
        new MediaId(row.getString("id")),
        original(row),
        master(row),
        picture(row),
        labels(row),
        life(row),
        owner(row));
  }

  private static Original original(ResultSet row) throws SQLException {
    return new Original(
        MediaType.valueOf(row.getString("type")),
        row.getLong("bytes"),
        new Sha256(row.getString("sha256")),
        incarnation(row, "incarnation"));
  }

  private static Picture picture(ResultSet row) throws SQLException {
    Dimensions size = new Dimensions(row.getInt("width"), row.getInt("height"));
    return new Picture(size, row.getInt("opaque") == 1, facts(row), placeholder(row));
  }

  private static Facts facts(ResultSet row) throws SQLException {
    return new Facts(
        row.getInt("frames"),
        row.getInt("alpha") == 1,
        row.getInt("orientation"),
        row.getString("profile"),
        clip(row),
        row.getInt("position") == 1);
  }

  private static @Nullable VideoInfo clip(ResultSet row) throws SQLException {
    String codec = row.getString("video_codec");
    return codec == null
        ? null
        : new VideoInfo(row.getLong("duration"), codec, row.getString("audio_codec"));
  }

  private static @Nullable Original master(ResultSet row) throws SQLException {
    String type = row.getString("master_type");
    return type == null
        ? null
        : new Original(
            MediaType.valueOf(type),
            row.getLong("master_bytes"),
            new Sha256(row.getString("master_sha256")),
            incarnation(row, "master_incarnation"));
  }

  private static @Nullable Placeholder placeholder(ResultSet row) throws SQLException {
    String thumbhash = row.getString("thumbhash");
    String color = row.getString("color");
    return thumbhash == null || color == null ? null : new Placeholder(thumbhash, color);
  }

  private static Labels labels(ResultSet row) throws SQLException {
    String group = row.getString("grp");
    return new Labels(
        group == null ? null : new Group(group),
        Visibility.valueOf(row.getString("visibility")),
        AttributesJson.read(row.getString("attributes")),
        FileName.of(row.getString("filename")),
        focus(row.getString("focus")));
  }

  private static @Nullable Focus focus(@Nullable String text) {
    return text == null ? null : Focus.parse(text).orElseThrow(IllegalArgumentException::new);
  }

  private static @Nullable Owner owner(ResultSet row) throws SQLException {
    String owner = row.getString("owner");
    return owner == null ? null : new Owner(owner);
  }

  private static Lifetime life(ResultSet row) throws SQLException {
    long expires = row.getLong("expires");
    boolean forEver = row.wasNull();
    return new Lifetime(
        Instant.ofEpochMilli(row.getLong("created")),
        forEver ? null : Instant.ofEpochMilli(expires));
  }
}
