/// The messages between the server and a renderer process.
///
/// Start reading at [io.calotype.imaging.worker.protocol.RendererProtocol]. Each side checks what
/// it reads: a hostile picture may have taken over a renderer.
///
/// The messages pass on the child's standard input and output; numbers are big-endian, `text` is
/// two bytes of length and modified UTF-8, `flag` one byte of 0 or 1:
///
/// ```
/// to the child    'O' type:text                        open `source` in the working directory
///                 'M' count:u16 (spec variant:text)*count sample:flag trim:flag  make these outputs
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
/// Threads: one for each stream, which blocks.
///
/// Depends on `imaging` and `media` only. Knows nothing of processes or of libvips.
@NullMarked
package io.calotype.imaging.worker.protocol;

import org.jspecify.annotations.NullMarked;
