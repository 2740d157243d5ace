/// All work with ffmpeg: facts of a video, its poster frame, its moving preview.
///
/// Start reading at [io.calotype.video.Ffmpeg]. A video is opened only by the demuxer of its
/// container, in a process of its own. The kernel confines the process to one folder with a link to
/// the video: it reaches no other file and no address (ADR-0007, ADR-0012).
///
/// Threads: any thread may call any public method; it blocks until ffmpeg has ended.
///
/// Depends on `media`, `failure`, `telemetry` and `sandbox`. Knows nothing about the storage of
/// videos, or the use of a poster.
@NullMarked
package io.calotype.video;

import org.jspecify.annotations.NullMarked;
