import { RequestError } from '../http/errors.ts';
import type { AnnouncedPart, SentPart } from './shared-file.ts';

/** Tells a program what the sentence tells a person. */
const CODES = {
  400: 'BAD_USER_INPUT',
  404: 'NOT_FOUND',
  409: 'REFUSED',
  410: 'GONE',
  413: 'BAD_USER_INPUT',
} as const;

/** The request breaks a rule, or is about a file that is not there. Nothing was changed. */
export class Refusal extends RequestError {
  constructor(status: keyof typeof CODES, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(status, message, { code: CODES[status], fields });
  }
}

/** S3 takes up to 10,000 parts; the largest file here has 384. */
export const PART_BYTES = 16 * 1024 ** 2;

const MAX_GIBIBYTES = 6;

const DAY_SECONDS = 86_400;

/** S3 deletes the bytes after 12 days, and rounds up by a day or two. */
const MAX_DAYS = 12;

export const MAX_OPEN_FILES = 20;

/** S3 keeps the bytes of a file for up to 14 days, also after its end. */
export const KEPT_MS = 14 * DAY_SECONDS * 1_000;

/** An upper limit for what a lost token can cost: 120 GiB, which are three dollars a month. */
export const MAX_KEPT_BYTES = MAX_OPEN_FILES * MAX_GIBIBYTES * 1024 ** 3;

const MAX_PARTS_AT_ONCE = 100;

const MAX_NAME_CODE_POINTS = 255;

/** The facts that a client tells about a file before it sends it. */
export interface Announcement {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** How long the file is to be there. */
  readonly seconds: number;
}

const isWhole = (value: unknown, least: number): value is number =>
  Number.isSafeInteger(value) && Number(value) >= least;

const checkName = (name: unknown): string => {
  if (typeof name !== 'string' || name === '' || [...name].length > MAX_NAME_CODE_POINTS) {
    throw new Refusal(400, `\`name\` must have 1 to ${MAX_NAME_CODE_POINTS} characters.`);
  }
  // Marks of direction could make a name look as if it ended otherwise.
  if (/[\p{Cc}\p{Bidi_Control}/\\]/u.test(name) || !name.isWellFormed() || /^\.+$/.test(name)) {
    throw new Refusal(400, '`name` must be a file’s name, without slashes, control characters or marks of direction.');
  }
  return name;
};

/** @throws Refusal for what is no file, or too large a one. */
export const checkAnnouncement = ({ name, type, size, seconds }: Record<string, unknown>): Announcement => {
  if (typeof type !== 'string' || !/^[\w!#$&^.+-]{1,64}\/[\w!#$&^.+-]{1,64}$/.test(type)) {
    throw new Refusal(400, '`type` must be a media type without parameters, such as application/pdf.');
  }
  if (!isWhole(size, 1)) throw new Refusal(400, '`size` must be the number of bytes, at least 1.');
  if (size > MAX_GIBIBYTES * 1024 ** 3) {
    throw new Refusal(413, `The file has ${size} bytes; the limit is ${MAX_GIBIBYTES} GiB.`);
  }
  if (!isWhole(seconds, 1) || seconds > MAX_DAYS * DAY_SECONDS) {
    throw new Refusal(
      400,
      `\`seconds\` must be a whole number from 1 to ${MAX_DAYS * DAY_SECONDS}, which is ${MAX_DAYS} days.`,
    );
  }
  return { name: checkName(name), type, size, seconds };
};

export const countParts = (size: number): number => Math.ceil(size / PART_BYTES);

/** In bytes: all parts but the last are equally long. */
export const lengthOfPart = (size: number, number: number): number =>
  Math.min(PART_BYTES, size - (number - 1) * PART_BYTES);

const isPart = (part: unknown, size: number): part is AnnouncedPart => {
  const { number, sha256 }: Partial<AnnouncedPart> = Object(part);
  return isWhole(number, 1) && number <= countParts(size) && /^[A-Za-z0-9+/]{43}=$/.test(String(sha256));
};

/** @throws Refusal unless these are parts of a file of that size. */
export const checkAnnouncedParts = ({ parts }: Record<string, unknown>, size: number): AnnouncedPart[] => {
  if (!Array.isArray(parts) || parts.length === 0 || parts.length > MAX_PARTS_AT_ONCE) {
    throw new Refusal(400, `\`parts\` must be a list of 1 to ${MAX_PARTS_AT_ONCE} parts.`);
  }
  if (parts.every((part) => isPart(part, size))) return parts;
  throw new Refusal(400, `Each part has a number from 1 to ${countParts(size)}, and its \`sha256\` in Base64.`);
};

/** @throws Refusal unless these are all parts of a file of that size, in any order. */
export const checkSentParts = ({ parts }: Record<string, unknown>, size: number): SentPart[] => {
  const isSent = (part: unknown): part is SentPart =>
    isPart(part, size) && /^"?[\w-]{1,64}"?$/.test(String((part as Partial<SentPart>).etag));
  if (!Array.isArray(parts) || !parts.every(isSent)) {
    throw new Refusal(400, 'Each part has its number, its `sha256` in Base64, and the `etag` that S3 answered.');
  }
  const sorted = parts.toSorted((a, b) => a.number - b.number);
  if (sorted.length === countParts(size) && sorted.every(({ number }, index) => number === index + 1)) return sorted;
  throw new Refusal(409, `The file has ${countParts(size)} parts, and each must be named once.`);
};
