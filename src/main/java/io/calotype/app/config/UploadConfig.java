package io.calotype.app.config;

import io.calotype.media.Visibility;
import io.calotype.upload.UploadLimits;

/// The settings of uploads.
///
/// @param limits maximum sizes of one file
/// @param maxIncomingBytes maximum total size of all concurrent uploads
/// @param maxPixels maximum number of pixels of a decoded picture
/// @param defaultVisibility the visibility of media that are uploaded without one
public record UploadConfig(
    UploadLimits limits, long maxIncomingBytes, int maxPixels, Visibility defaultVisibility) {

  static UploadConfig of(SettingValues values) {
    return new UploadConfig(
        new UploadLimits(
            values.parse(Setting.MAX_UPLOAD_SIZE, SettingParsers::size),
            values.parse(Setting.MAX_VIDEO_SIZE, SettingParsers::size)),
        values.parse(Setting.MAX_INCOMING, SettingParsers::size),
        values.parse(Setting.MAX_PIXELS, SettingParsers.number(1, 2_000_000_000)),
        values.parse(Setting.DEFAULT_VISIBILITY, SettingParsers.word(Visibility.class)));
  }
}
