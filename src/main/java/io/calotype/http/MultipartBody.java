package io.calotype.http;

import io.calotype.failure.MediaException;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.HttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.NettyFileUploadDataFactory;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A `multipart/form-data` body (RFC 7578): one part `file`, and fields before or after it.
///
/// Parts are parsed on the event loop; [#file] and [#fields] wait for them on a thread that may
/// block.
///
/// Errors: `BadRequest` where the body is broken or has no such part.
final class MultipartBody {
  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary\\s*=\\s*(?<value>\"[^\"]+\"|[^;\"\\s]+)", Pattern.CASE_INSENSITIVE);

  private static final int MAX_FIELD = 8 << 10;
  private static final int MAX_FIELDS = 64;
  private static final String BROKEN = "the multipart body is broken";

  private final CompletableFuture<BodyInput> file = new CompletableFuture<>();
  private final CompletableFuture<MultiMap> fields = new CompletableFuture<>();
  private final HttpServerRequest request;
  private final Context loop;
  private final HttpPostRequestDecoder decoder;
  private @Nullable BodyInput input;
  private volatile @Nullable String fileName;
  private boolean over;

  /// Takes the body of `request` over; called on its event loop.
  MultipartBody(HttpServerRequest request, Context loop) {
    this.request = request;
    this.loop = loop;
    this.decoder = decoder();
    request.handler(body -> decode(() -> offer(((BufferInternal) body).getByteBuf())));
    request.exceptionHandler(e -> fail(BROKEN));
    request.endHandler(end -> decode(this::ended));
  }

  /// The bytes of the part `file`, once it begins.
  BodyInput file() {
    return await(file);
  }

  /// All fields, once the body has ended.
  MultiMap fields() {
    return await(fields);
  }

  /// The name that the part `file` gives, once it has begun; null where it gives none.
  @Nullable String fileName() {
    return fileName;
  }

  /// The decoder knows the parameter in lower case only; its name has none (RFC 2045 section 5.1).
  private HttpPostRequestDecoder decoder() {
    Matcher boundary = BOUNDARY.matcher(request.getHeader(HttpHeaders.CONTENT_TYPE));
    if (!boundary.find()) {
      throw Options.bad("the multipart content type names no boundary");
    }
    HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
    head.headers()
        .set(HttpHeaders.CONTENT_TYPE, "multipart/form-data; boundary=" + boundary.group("value"));
    HttpDataFactory parts =
        new NettyFileUploadDataFactory((ContextInternal) loop, request, () -> this::part);
    parts.setMaxLimit(MAX_FIELD);
    return new HttpPostRequestDecoder(parts, head, StandardCharsets.UTF_8, MAX_FIELDS, MAX_FIELD);
  }

  /// The decoder has exceptions of its own for what is broken, and lets others escape: an index out
  /// of bounds for a part's head without an equals sign, for one.
  private void decode(Runnable step) {
    if (over) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException broken) {
      stop();
      fail(BROKEN);
    }
  }

  private void offer(ByteBuf body) {
    decoder.offer(new DefaultHttpContent(body));
  }

  private void stop() {
    over = true;
    decoder.destroy();
  }

  private void part(HttpServerFileUpload upload) {
    if (!upload.name().equals("file")) {
      refuse(upload, "the only part that may be a file is called file");
    } else if (input != null) {
      refuse(upload, "the part file is given twice");
    } else {
      input = new BodyInput(upload, request, loop);
      fileName = upload.filename();
      file.complete(input);
    }
  }

  private void refuse(HttpServerFileUpload upload, String why) {
    upload.handler(ignored -> {});
    fail(why);
  }

  private void ended() {
    decoder.offer(LastHttpContent.EMPTY_LAST_CONTENT);
    MultiMap attributes = attributes();
    stop();
    if (input != null) {
      input.broken("the multipart body ends inside the part file");
    }
    boolean named = attributes.contains("file");
    file.completeExceptionally(
        Options.bad(named ? "the part file has no file name" : "there is no part called file"));
    fields.complete(attributes);
  }

  private MultiMap attributes() {
    MultiMap attributes = MultiMap.caseInsensitiveMultiMap();
    try {
      while (decoder.hasNext()) {
        if (decoder.next() instanceof Attribute attribute) {
          attributes.add(attribute.getName(), attribute.getValue());
        }
      }
    } catch (HttpPostRequestDecoder.EndOfDataDecoderException end) {
      // the way in which it says so
    } catch (IOException e) {
      throw new UncheckedIOException(e); // they are in memory
    }
    return attributes;
  }

  private void fail(String why) {
    if (input != null) {
      input.broken(why);
    }
    file.completeExceptionally(Options.bad(why));
    fields.completeExceptionally(Options.bad(why));
  }

  private static <T> T await(CompletableFuture<T> part) {
    try {
      return part.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof MediaException known ? known : e;
    }
  }
}
