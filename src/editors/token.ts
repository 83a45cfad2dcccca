import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** In characters of the alphabet above, each worth 5.95 bits: 190 bits in all. */
const SECRET_LENGTH = 32;

const CHECKSUM_LENGTH = 6;

/** Token ids have twelve digits: enough to tell tokens apart, and no secret. */
const SMALLEST_ID = 100_000_000_000;

const FORMAT = new RegExp(`^(sst_(\\d{12})_([0-9A-Za-z]{${SECRET_LENGTH}}))([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);

/** The two halves of an editor's token: the id finds its record, the secret proves that the bearer was given it. */
export interface Token {
  readonly id: number;
  readonly secret: string;
}

/** Tells a mistyped token from a real one without asking the store. It protects against accidents, not attacks. */
const checksum = (text: string): string => {
  // Loaded here and not above: it takes longer than everything else here, and only an editor needs it.
  let rest = process.getBuiltinModule('node:zlib').crc32(text);
  let digits = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
};

/** Makes a token that nobody can guess: the secret has 190 random bits. */
export const createToken = (): Token => ({
  id: randomInt(SMALLEST_ID, SMALLEST_ID * 10),
  secret: Array.from({ length: SECRET_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join(''),
});

/** The token as an editor carries it: `sst_<id>_<secret><checksum>`. */
export const formatToken = ({ id, secret }: Token): string => {
  const text = `sst_${id}_${secret}`;
  return text + checksum(text);
};

/** @returns undefined for a text that is no token, or one with a wrong character in it. */
export const parseToken = (text: string): Token | undefined => {
  const [, checked = '', id, secret = '', given] = FORMAT.exec(text) ?? [];
  return given === checksum(checked) ? { id: Number(id), secret } : undefined;
};

/** What is stored instead of the secret. With 190 random bits in it, one round of SHA-256 can't be searched. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares in a time that says nothing about how much of the secret was right. */
export const isSecretOf = (secret: string, hash: string): boolean => {
  const [given, stored] = [Buffer.from(hashSecret(secret), 'hex'), Buffer.from(hash, 'hex')];
  return given.length === stored.length && timingSafeEqual(given, stored);
};
