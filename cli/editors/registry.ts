import { type EditorToken, type EditorTokens, isExpired } from '../../src/domain/editor.ts';
import { createToken, formatToken, hashSecret } from '../../src/domain/token.ts';
import { CommandError } from '../errors.ts';
import { checkName, comparableName } from './editor-name.ts';

/** Manages tokens for operators. The function itself only gets EditorTokens. */
export interface EditorRegistry extends EditorTokens {
  /** Lists all tokens, including expired and revoked ones, without damaged records. */
  list(signal: AbortSignal): Promise<EditorToken[]>;
  add(token: EditorToken, signal: AbortSignal): Promise<void>;
  /**
   * Marks a token as revoked, even if its record is damaged. It stays in the list.
   *
   * @returns false if there is no such token.
   */
  revoke(id: number, revokedAt: string, signal: AbortSignal): Promise<boolean>;
}

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
