import type { EditorToken, EditorTokens } from './editor.ts';
import { createToken, formatToken, hashSecret } from './token.ts';

/** Where operators keep the tokens. The function itself gets no more than EditorTokens. */
export interface EditorRegistry extends EditorTokens {
  /** Every token there ever was, revoked and expired ones too. */
  list(signal: AbortSignal): Promise<EditorToken[]>;
  /** Adds a token. */
  add(token: EditorToken, signal: AbortSignal): Promise<void>;
  /** Marks a token as revoked; it stays in the list. */
  revoke(id: number, revokedAt: string, signal: AbortSignal): Promise<void>;
}

/** What an operator asked for can't be done as they asked; nothing was changed. */
export class EditorError extends Error {
  override readonly name = 'EditorError';
}

/** In Unicode code points. */
const MAX_NAME_LENGTH = 64;

const HOUR = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { h: HOUR, d: 24 * HOUR, w: 7 * 24 * HOUR };
const LONGEST_LIFE = 10 * 365 * 24 * HOUR;

/**
 * Reads a duration such as `12h`, `90d` or `4w`.
 *
 * @returns milliseconds, at most ten years of 365 days.
 * @throws EditorError
 */
export const parseLifetime = (text: string): number => {
  const [, count = '', unit = ''] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (UNITS[unit] ?? 0);
  if (milliseconds === 0) throw new EditorError(`A token can't live for "${text}". Say it like 12h, 90d or 4w.`);
  if (milliseconds > LONGEST_LIFE) throw new EditorError(`A token can live for 3650d at most, not ${text}.`);
  return milliseconds;
};

const checkName = (name: string): void => {
  const length = [...name].length;
  if (name.trim() !== name || length === 0 || length > MAX_NAME_LENGTH || /[\p{Cc}\p{Cs}]/u.test(name)) {
    throw new EditorError(`An editor's name has 1 to ${MAX_NAME_LENGTH} characters, and no spaces around it.`);
  }
};

/** Whether a token opens anything at this moment. */
export const statusOf = ({ revokedAt, expiresAt }: EditorToken, now: Date): 'active' | 'expired' | 'revoked' => {
  if (revokedAt !== null) return 'revoked';
  return expiresAt <= now.toISOString() ? 'expired' : 'active';
};

interface Addition {
  readonly name: string;
  /** In milliseconds. */
  readonly lifetime: number;
  readonly now: Date;
}

/**
 * Makes a token for an editor and stores its hash. The result is the only copy of the token itself.
 *
 * @throws EditorError for a bad name, or one that an active token has already.
 */
export const addEditor = async (registry: EditorRegistry, { name, lifetime, now }: Addition, signal: AbortSignal) => {
  checkName(name);
  const namesake = (await registry.list(signal)).find(
    (known) => known.name === name && statusOf(known, now) === 'active',
  );
  if (namesake) {
    throw new EditorError(`${name} has a token already: ${namesake.id}. Revoke it first, or choose another name.`);
  }

  const token = createToken();
  const expiresAt = new Date(now.getTime() + lifetime).toISOString();
  const { id, secret } = token;
  await registry.add(
    { id, name, hash: hashSecret(secret), createdAt: now.toISOString(), expiresAt, revokedAt: null },
    signal,
  );
  return { token: formatToken(token), expiresAt };
};

/**
 * Revokes the active token of an editor, given by name or by id. Requests that begin afterwards are refused.
 *
 * @throws EditorError when there is no such token, or it is revoked already.
 */
export const revokeEditor = async (registry: EditorRegistry, nameOrId: string, now: Date, signal: AbortSignal) => {
  const matching = (await registry.list(signal)).filter(({ id, name }) => name === nameOrId || String(id) === nameOrId);
  const found = matching.find((token) => statusOf(token, now) === 'active') ?? matching[0];
  if (!found) throw new EditorError(`There is no editor and no token called ${nameOrId}.`);
  if (found.revokedAt !== null) throw new EditorError(`The token ${found.id} of ${found.name} was revoked already.`);
  await registry.revoke(found.id, now.toISOString(), signal);
  return found;
};
