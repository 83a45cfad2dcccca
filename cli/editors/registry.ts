import { type EditorToken, isExpired } from '../../src/domain/editor.ts';
import { createToken, formatToken, hashSecret } from '../../src/domain/token.ts';
import { CommandError } from '../errors.ts';
import type { createDynamoEditorRegistry } from './dynamodb-registry.ts';

/** Manages tokens for operators. The function itself only gets EditorTokens. */
export type EditorRegistry = ReturnType<typeof createDynamoEditorRegistry>;

const MAX_CODE_POINTS = 64;

/**
 * Controls, halves of surrogate pairs, bidi controls, zero-width characters and every other character that no one can
 * see.
 */
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Gives names that look alike one spelling, as RFC 8266 does for nicknames, except that letters keep their case. */
const normalize = (name: string): string => name.normalize('NFKC').replaceAll(/\p{Zs}+/gu, ' ');

/** Gives a form of the name that is equal for all names that a reader might confuse. */
export const comparableName = (name: string): string =>
  normalize(normalize(name.replaceAll(INVISIBLE, '')).toLowerCase()).trim();

/**
 * Checks the name of a new editor.
 *
 * @returns the name in its normal form (NFKC, single spaces), so that the history uses one spelling.
 * @throws CommandError
 */
export const checkName = (text: string): string => {
  const name = normalize(text);
  const length = [...name].length;
  if (text.search(INVISIBLE) >= 0 || name.search(INVISIBLE) >= 0) {
    throw new CommandError(
      'A name may contain only visible characters and spaces. This one contains an invisible character.',
    );
  }
  if (name.trim() !== name || length === 0 || length > MAX_CODE_POINTS) {
    throw new CommandError(`A name must have 1 to ${MAX_CODE_POINTS} characters, with no space at either end.`);
  }
  if (/^\d+$/.test(name)) throw new CommandError('A name must not be a number: numbers identify tokens.');
  return name;
};

/** Tells whether a token works now, and if not, why. */
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
  /** Milliseconds until the token expires. */
  readonly lifetime: number;
  readonly now: Date;
}

/**
 * Creates a token for an editor and stores its hash. The result holds the only copy of the token, and the name as
 * stored.
 *
 * @throws CommandError if the name is invalid or looks like the name of an active token.
 */
export const addEditor = async (registry: EditorRegistry, addition: Addition, signal: AbortSignal) => {
  const { lifetime, now } = addition;
  const name = checkName(addition.name);
  const namesake = (await registry.list(signal))
    .filter(isNamed(name))
    .find((known) => statusOf(known, now) === 'active');
  if (namesake) {
    const { id, name: taken } = namesake;
    throw new CommandError(`${taken} already has a token: ${id}. Revoke it first, or choose another name.`);
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

/** A revoked token. A damaged record has no name. */
interface RevokedToken {
  readonly id: number;
  readonly name?: string;
}

/**
 * Revokes the token with a number, or every token of a name in any spelling. Requests that begin afterwards are
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
  // A damaged record is not in the list, but can be revoked.
  if (!numbered && /^\d{12}$/.test(nameOrId) && (await revoke(Number(nameOrId)))) return [{ id: Number(nameOrId) }];

  const found = numbered ? [numbered] : tokens.filter(isNamed(nameOrId));
  const left = found.filter(({ revokedAt }) => revokedAt === null);
  const [first] = found;
  if (!first) throw new CommandError(`No editor has the name ${nameOrId}, and no token the number.`);
  if (left.length === 0) throw new CommandError(`Token ${first.id} of ${first.name} is already revoked.`);
  for (const { id } of left) await revoke(id);
  return left;
};
