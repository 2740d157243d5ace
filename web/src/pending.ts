/** Files that are still to be uploaded, kept by the browser so that a reload of the page loses none. */

export interface Pending {
  key: number;
  file: File;
  group: string;
}

/** Larger files are not copied; the page asks before it is left. */
export const KEPT_BYTES = 2 * 2 ** 30;

const STORE = "files";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("calotype-uploads", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function change(act: (store: IDBObjectStore) => void): Promise<void> {
  try {
    const database = await open();
    await new Promise<void>((resolve, reject) => {
      const transaction = database.transaction(STORE, "readwrite");
      act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    database.close();
  } catch {
    // a private window, or no space: the uploads go on, and a reload loses them
  }
}

/** Keeps files one by one, so that one that does not fit loses no other. */
export async function save(files: readonly Pending[]): Promise<void> {
  for (const file of files) {
    if (file.file.size <= KEPT_BYTES) {
      await change(store => store.put(file));
    }
    if (forgotten.has(file.key)) {
      await change(store => store.delete(file.key));
    }
  }
}

const forgotten = new Set<number>();

export async function forget(key: number): Promise<void> {
  forgotten.add(key);
  await change(store => store.delete(key));
}

/** Whether this tab goes on with what is kept: the first one of a browser, until it is closed. */
export function claim(): Promise<boolean> {
  if (!navigator.locks) {
    return Promise.resolve(true);
  }
  return new Promise(resolve => {
    void navigator.locks.request("calotype-uploads", { ifAvailable: true }, lock => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise<void>(() => undefined);
    });
  });
}

export async function load(): Promise<Pending[]> {
  try {
    const database = await open();
    const all = await new Promise<Pending[]>((resolve, reject) => {
      const request = database.transaction(STORE).objectStore(STORE).getAll() as IDBRequest<Pending[]>;
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    database.close();
    return all;
  } catch {
    return [];
  }
}
