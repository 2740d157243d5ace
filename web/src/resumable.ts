import { Upload, type DetailedError } from "tus-js-client";
import { authorization, problemOf } from "./api";
import { endpoint, type Options, type Progress, type Stored } from "./uploads";

/** Sends a file by tus 1.0: goes on where an earlier try, or an earlier page, has stopped. */
export function sendResumable(file: File, wanted: Options, watcher: Progress): Promise<Stored> {
  return new Promise((resolve, reject) => {
    let location = "";
    const metadata: Record<string, string> = { filename: wanted.filename };
    if (wanted.id) {
      metadata["id"] = wanted.id;
    }
    if (wanted.group) {
      metadata["group"] = wanted.group;
    }
    const transfer = new Upload(file, {
      endpoint,
      metadata,
      headers: authorization(),
      retryDelays: null,
      removeFingerprintOnSuccess: true,
      fingerprint: () => Promise.resolve(["calotype", endpoint, file.name, file.size, file.lastModified, wanted.group].join("|")),
      onProgress: sent => watcher.sent(sent),
      onAfterResponse: (_request, answer) => {
        location = answer.getHeader("Media-Location") ?? location;
      },
      onSuccess: () => resolve({ id: decodeURIComponent(location.split("/").pop() ?? ""), duplicate: false }),
      onError: error => {
        const answer = (error as DetailedError).originalResponse;
        reject(answer
          ? problemOf(answer.getStatus(), answer.getBody() ?? "", answer.getHeader("Retry-After") ?? null)
          : problemOf(0, "", null));
      },
    });
    watcher.abortable(() => {
      void transfer.abort();
      reject(new DOMException("paused", "AbortError"));
    });
    void transfer.findPreviousUploads().catch(() => []).then(earlier => {
      const last = earlier[0];
      if (last) {
        transfer.resumeFromPreviousUpload(last);
      }
      transfer.start();
    });
  });
}
