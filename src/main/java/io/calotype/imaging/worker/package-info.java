/// Renderer processes: a pool of them in the server, and the program that each of them runs.
///
/// Start reading at [io.calotype.imaging.worker.RenderPool] for the server's side and at
/// [io.calotype.imaging.worker.RendererMain] for the child's. A picture can crash a renderer, and
/// then affects no other job of the server.
///
/// The protocol, on the child's standard input and output; numbers are big-endian, `text` is two
/// bytes of length and modified UTF-8, `flag` one byte of 0 or 1:
///
/// ```
/// to the child    'O' type:text                        open `source` in the working directory
///                 'M' count:u16 (spec png:flag)*count sample:flag trim:flag  make these outputs
///                 'T'                                  send the metadata fields
///                 'C'                                  make nothing: close the source
/// from the child  'R'                                  ready; once, after its start
///                 'H' width:i32 height:i32 alpha:flag frames:i32 orientation:u8 profile:text
///                     progressive:flag position:flag
///                 'P' spec length:i64 and so many bytes
///                 'D' opaque:flag frames:i32 width:u8 height:u8 rgba*width*height  the job is done
///                 'W' count:u16 (name:text value:text)*count  metadata fields; the job is done
///                 'F' message:text                     the picture is at fault; the job is over
///                 'E' trace:text                       an exception in our code; the job is over
/// spec            width:i32 height:i32 encoding framing background:i32 frames:text profile:text
/// encoding        format:text, then quality:u8 if the format is lossy
/// framing         'S' or 'C' gravity:text or 'O' left:i32 top:i32 or 'P' background:i32
/// ```
///
/// A job is `O`, answered by `H`, `F` or `E`; after `H` comes `M`, `T` or `C`; after `M` a `P` for
/// each output in order, then `D`, with `F` or `E` in place of any of them.
///
/// Threads: any thread may use [io.calotype.imaging.worker.RenderPool], which blocks. The server's
/// side does not access native memory.
@NullMarked
package io.calotype.imaging.worker;

import org.jspecify.annotations.NullMarked;
