import { type EditorToken, type EditorTokens, isExpired } from '../../src/editors/editor.ts';
import { createToken, formatToken, hashSecret } from '../../src/editors/token.ts';
import { CommandError, UsageError } from '../errors.ts';
import { checkName, comparableName } from './editor-name.ts';

/** Where operators keep the tokens. The function itself gets no more than EditorTokens. */
export interface EditorRegistry extends EditorTokens {
  /** Every token there ever was, revoked and expired ones too, but for damaged records. */
  list(signal: AbortSignal): Promise<EditorToken[]>;
  /** Adds a token. */
  add(token: EditorToken, signal: AbortSignal): Promise<void>;
  /** Marks a token as revoked, even a damaged record; it stays in the list. Returns false when there is no such token. */
  revoke(id: number, revokedAt: string, signal: AbortSignal): Promise<boolean>;
}

const HOUR = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { h: HOUR, d: 24 * HOUR, w: 7 * 24 * HOUR };
const LONGEST_LIFE = 10 * 365 * 24 * HOUR;

/**
 * Reads a duration such as `12h`, `90d` or `4w`.
 *
 * @returns milliseconds, at most ten years of 365 days.
 * @throws UsageError
 */
export const parseLifetime = (text: string): number => {
  const [, count = '', unit = ''] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (UNITS[unit] ?? 0);
  if (milliseconds === 0 || milliseconds > LONGEST_LIFE) {
    throw new UsageError(`Invalid lifetime ${JSON.stringify(text)}. Use 12h, 90d or 4w (3650d at most).`);
  }
  return milliseconds;
};

/** Whether a token opens anything at this moment. */
export const statusOf = (token: EditorToken, now: Date): 'active' | 'expired' | 'revoked' => {
  if (token.revokedAt !== null) return 'revoked';
  return isExpired(token, now) ? 'expired' : 'active';
};

const isNamed = (name: string) => {
  const comparable = comparableName(name);
  return (token: EditorToken): boolean => comparableName(token.name) === comparable;
};

interface Addition {
  readonly name: string;
  /** In milliseconds. */
  readonly lifetime: number;
  readonly now: Date;
}

/**
 * Makes a token for an editor and stores its hash. The result holds the only copy of the token, and the name as stored.
 *
 * @throws CommandError for a bad name, or one that reads like that of an active token.
 */
export const addEditor = async (registry: EditorRegistry, addition: Addition, signal: AbortSignal) => {
  const { lifetime, now } = addition;
  const name = checkName(addition.name);
  const namesake = (await registry.list(signal))
    .filter(isNamed(name))
    .find((known) => statusOf(known, now) === 'active');
  if (namesake) {
    const { id, name: taken } = namesake;
    throw new CommandError(`${taken} has a token already: ${id}. Revoke it first, or choose another name.`);
  }

  const token = createToken();
  const expiresAt = new Date(now.getTime() + lifetime).toISOString();
  const { id, secret } = token;
  await registry.add(
    { id, name, hash: hashSecret(secret), createdAt: now.toISOString(), expiresAt, revokedAt: null },
    signal,
  );
  return { name, token: formatToken(token), expiresAt };
};

/** A revoked token; without a name where its record is damaged. */
interface RevokedToken {
  readonly id: number;
  readonly name?: string;
}

/**
 * Revokes one token, by its number, or every token of a name, in whichever spelling. Requests that begin afterwards are
 * refused.
 *
 * @throws CommandError when there is no such token, or all of them are revoked already.
 */
export const revokeEditor = async (
  registry: EditorRegistry,
  nameOrId: string,
  now: Date,
  signal: AbortSignal,
): Promise<readonly RevokedToken[]> => {
  const tokens = await registry.list(signal);
  const revoke = (id: number) => registry.revoke(id, now.toISOString(), signal);
  const numbered = tokens.find(({ id }) => String(id) === nameOrId);
  // A damaged record is not in the list, and can be revoked nevertheless.
  if (!numbered && /^\d{12}$/.test(nameOrId) && (await revoke(Number(nameOrId)))) return [{ id: Number(nameOrId) }];

  const found = numbered ? [numbered] : tokens.filter(isNamed(nameOrId));
  const left = found.filter(({ revokedAt }) => revokedAt === null);
  const [first] = found;
  if (!first) throw new CommandError(`There is no editor and no token called ${nameOrId}.`);
  if (left.length === 0) throw new CommandError(`The token ${first.id} of ${first.name} was revoked already.`);
  for (const { id } of left) await revoke(id);
  return left;
};
