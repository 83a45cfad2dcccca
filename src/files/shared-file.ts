/** A file that ends by itself, as the store's records tell it. */
export interface SharedFile {
  /** The last part of the file's link, and its name in the bucket. It holds 128 random bits: only its holder gets the file. */
  readonly id: string;
  readonly name: string;
  /** A media type without parameters. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  /** S3's id of the multipart upload. */
  readonly uploadId: string;
  /** The editor's name. */
  readonly sharedBy: string;
  /** These times are RFC 3339 in UTC; null for what has not happened. */
  readonly begunAt: string;
  readonly until: string;
  readonly completedAt: string | null;
  readonly removedAt: string | null;
}

/**
 * The append-only log of files: the port that a store implements. Each method throws StoreUnavailableError when the store
 * does not answer.
 */
export interface FileLog {
  /** Notes that an upload began. */
  begin(file: SharedFile, signal: AbortSignal): Promise<void>;
  /** Notes that a file is whole, or removed; a second note of the same changes nothing. */
  note(id: string, event: 'completedAt' | 'removedAt', at: string, signal: AbortSignal): Promise<void>;
  /** Finds a file, even after its end. */
  find(id: string, signal: AbortSignal): Promise<SharedFile | undefined>;
  /** Lists all files that end later than `now`, the next to end first; those that were removed, too. */
  list(now: Date, signal: AbortSignal): Promise<SharedFile[]>;
}

/** One part of an upload, as the client announces it. */
export interface AnnouncedPart {
  /** From 1. */
  readonly number: number;
  /** Base64. */
  readonly sha256: string;
}

/** A part that S3 has taken. */
export interface SentPart extends AnnouncedPart {
  readonly etag: string;
}

/**
 * The bucket, as far as the files need it: bytes go between the client and the bucket only. Each method throws
 * StoreUnavailableError when the bucket does not answer.
 */
export interface Bucket {
  /** @returns S3's id of the new multipart upload. */
  beginUpload(file: Pick<SharedFile, 'id' | 'name' | 'type'>, signal: AbortSignal): Promise<string>;
  /** Makes an address that takes exactly these bytes, by one PUT, for 15 minutes. */
  signPart(file: SharedFile, part: AnnouncedPart & { readonly length: number }): Promise<string>;
  /** @returns the size of the file in bytes; undefined if these parts are not all there, as they were announced. */
  completeUpload(file: SharedFile, parts: readonly SentPart[], signal: AbortSignal): Promise<number | undefined>;
  /** Ends an upload, and deletes its parts: S3 takes no more of them. */
  abortUpload(file: Pick<SharedFile, 'id' | 'uploadId'>, signal: AbortSignal): Promise<void>;
  /** Deletes the file, if it is there. */
  remove(id: string, signal: AbortSignal): Promise<void>;
  /** Makes an address that gives the file to anyone. */
  signDownload(id: string, seconds: number): Promise<string>;
}
