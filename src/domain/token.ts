import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 32 characters of the alphabet above, worth 5.95 bits each, make 190 bits. */
const SECRET_LENGTH = 32;

const CHECKSUM_LENGTH = 6;

/** Token ids have twelve digits. They tell tokens apart and are not secret. */
const SMALLEST_ID = 100_000_000_000;

const FORMAT = new RegExp(`^(sst_(\\d{12})_([0-9A-Za-z]{${SECRET_LENGTH}}))([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);

/** The two halves of an editor's token: the id finds its record, the secret proves that the bearer is its owner. */
export interface Token {
  readonly id: number;
  readonly secret: string;
}

/** Detects a mistyped token without asking the store. It protects against accidents, not attacks. */
const checksum = (text: string): string => {
  // Loaded late: zlib takes longer than everything else here, and only editors need it.
  let rest = process.getBuiltinModule('node:zlib').crc32(text);
  let digits = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
};

/** Makes a token that no one can guess: the secret has 190 random bits. */
export const createToken = (): Token => ({
  id: randomInt(SMALLEST_ID, SMALLEST_ID * 10),
  secret: Array.from({ length: SECRET_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join(''),
});

/** Formats the token as the editor gets it: `sst_<id>_<secret><checksum>`. */
export const formatToken = ({ id, secret }: Token): string => {
  const text = `sst_${id}_${secret}`;
  return text + checksum(text);
};

/** @returns undefined if the text is not a token, or has a wrong character. */
export const parseToken = (text: string): Token | undefined => {
  const [, checked = '', id, secret = '', given] = FORMAT.exec(text) ?? [];
  return given === checksum(checked) ? { id: Number(id), secret } : undefined;
};

/** Hashes a secret for storage. No search finds 190 random bits, so one round of SHA-256 is enough. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares in constant time, so the duration reveals nothing about the secret. */
export const isSecretOf = (secret: string, hash: string): boolean => {
  const [given, stored] = [Buffer.from(hashSecret(secret), 'hex'), Buffer.from(hash, 'hex')];
  return given.length === stored.length && timingSafeEqual(given, stored);
};
