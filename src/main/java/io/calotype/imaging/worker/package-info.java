/// Renderer processes: a pool of them in the server, and the program that each of them runs.
///
/// Start reading at [io.calotype.imaging.worker.RenderPool] for the server's side and at
/// [io.calotype.imaging.worker.RendererMain] for the child's. A picture can cost a renderer its
/// life, and never the server more than one job.
///
/// The protocol, on the child's standard input and output; numbers are big-endian, `text` is two
/// bytes of length and modified UTF-8, `flag` one byte of 0 or 1:
///
/// ```
/// to the child    'O' type:text                        open `source` in the working directory
///                 'M' count:u16 (spec png:flag)*count trim:flag  make these outputs
///                 'C'                                  nothing is to be made: back to waiting
/// from the child  'R'                                  ready; once, after its start
///                 'H' width:i32 height:i32 alpha:flag frames:i32 progressive:flag
///                 'P' spec length:i64 and so many bytes
///                 'D' opaque:flag                      the job is done
///                 'F' message:text                     the picture is at fault; the job is over
/// spec            width:i32 height:i32 format:text quality:u8
/// ```
///
/// A job is `O`, answered by `H` or `F`; after `H` comes `M` or `C`; after `M` a `P` for each
/// output in order, then `D`, with `F` in place of any of them.
///
/// Threads: [io.calotype.imaging.worker.RenderPool] may be used from any thread and blocks. The
/// server's side does not see native memory.
@NullMarked
package io.calotype.imaging.worker;

import org.jspecify.annotations.NullMarked;
