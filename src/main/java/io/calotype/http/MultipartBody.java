package io.calotype.http;

import io.calotype.failure.MediaException;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
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

  private final CompletableFuture<BodyInput> file = new CompletableFuture<>();
  private final CompletableFuture<MultiMap> fields = new CompletableFuture<>();
  private final HttpServerRequest request;
  private final Context loop;
  private @Nullable BodyInput input;

  /// Takes the body of `request` over; called on its event loop.
  MultipartBody(HttpServerRequest request, Context loop) {
    this.request = request;
    this.loop = loop;
    expect();
    request.uploadHandler(this::part);
    request.exceptionHandler(e -> fail("the multipart body is broken"));
    request.endHandler(end -> ended());
  }

  /// The bytes of the part `file`, once it begins.
  BodyInput file() {
    return await(file);
  }

  /// All fields, once the body has ended.
  MultiMap fields() {
    return await(fields);
  }

  /// The decoder knows the parameter in lower case only; its name has none (RFC 2045 section 5.1).
  private void expect() {
    Matcher boundary = BOUNDARY.matcher(request.getHeader(HttpHeaders.CONTENT_TYPE));
    if (!boundary.find()) {
      throw Options.bad("the multipart content type names no boundary");
    }
    String type = "multipart/form-data; boundary=" + boundary.group("value");
    request.headers().set(HttpHeaders.CONTENT_TYPE, type);
    request.setExpectMultipart(true);
  }

  private void part(HttpServerFileUpload upload) {
    if (!upload.name().equals("file")) {
      refuse(upload, "the only part that may be a file is called file");
    } else if (input != null) {
      refuse(upload, "the part file is given twice");
    } else {
      input = new BodyInput(upload, request, loop);
      file.complete(input);
    }
  }

  private void refuse(HttpServerFileUpload upload, String why) {
    upload.handler(ignored -> {});
    fail(why);
  }

  private void ended() {
    if (input != null) {
      input.broken("the multipart body ends inside the part file");
    }
    boolean named = request.formAttributes().contains("file");
    file.completeExceptionally(
        Options.bad(named ? "the part file has no file name" : "there is no part called file"));
    fields.complete(request.formAttributes());
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
