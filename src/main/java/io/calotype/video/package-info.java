/// Everything that is done with ffmpeg: what a video is, its poster frame, its moving preview.
///
/// Start reading at [io.calotype.video.Ffmpeg]. A video is opened by the demuxer of its container
/// and by no other, in a process of its own that the kernel confines to one folder with a link to
/// it: no other file and no address can be reached from inside (ADR-0007, ADR-0012).
///
/// Threads: every public method may be called from any thread, and blocks until ffmpeg has ended.
///
/// Depends on `media`, `failure`, `telemetry` and `imaging.confinement`. It does not know where
/// videos are stored, or what becomes of a poster.
@NullMarked
package io.calotype.video;

import org.jspecify.annotations.NullMarked;
