import { isSecretOf, parseToken } from './token.ts';

/** A person who may change the string. */
export interface Editor {
  /** The name in every revision they save. */
  readonly name: string;
  /** The end of their token, as RFC 3339 in UTC. */
  readonly expiresAt: string;
}

/** The record of an editor's token, without its secret. */
export interface EditorToken extends Editor {
  readonly id: number;
  /** The SHA-256 hash of the secret, in hexadecimal. */
  readonly hash: string;
  /** These two times are RFC 3339 in UTC. */
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A token whose `expiresAt` is not an instant in UTC counts as expired. */
export const isExpired = ({ expiresAt }: Pick<EditorToken, 'expiresAt'>, now: Date): boolean =>
  !(INSTANT.test(expiresAt) && Date.parse(expiresAt) > now.getTime());

/** Looks up tokens. The function's own role allows no more than this. */
export interface EditorTokens {
  /**
   * Finds the token's current record. It includes every revocation answered before.
   *
   * @throws StoreUnavailableError
   */
  find(id: number, signal: AbortSignal): Promise<EditorToken | undefined>;
}

/** The request does not come from an editor. The string was neither read nor changed. */
export class UnauthenticatedError extends Error {
  override readonly name = 'UnauthenticatedError';
  /** Whether the request carried a token. */
  readonly tokenSent: boolean;

  constructor(message: string, { tokenSent }: { tokenSent: boolean }) {
    super(message);
    this.tokenSent = tokenSent;
  }
}

/**
 * Identifies the editor by the request's Authorization header (RFC 6750). Another way to log in, such as OpenID
 * Connect, would implement this type.
 *
 * @throws UnauthenticatedError, or StoreUnavailableError
 */
export type Authenticate = (authorization: string | undefined, signal: AbortSignal) => Promise<Editor>;

const refused = (message: string) => new UnauthenticatedError(message, { tokenSent: true });

/** Identifies editors by their tokens. */
export const createAuthenticate =
  ({ tokens, now }: { tokens: EditorTokens; now: () => Date }): Authenticate =>
  async (authorization, signal) => {
    if (!authorization) {
      throw new UnauthenticatedError('You need a token to change the string, or to see what is planned.', {
        tokenSent: false,
      });
    }
    const token = parseToken(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '');
    if (!token) throw refused('The token is incomplete or mistyped. Copy the whole token again.');

    const known = await tokens.find(token.id, signal);
    // Without the secret, a client learns nothing about the token, not even that it exists.
    if (!known || !isSecretOf(token.secret, known.hash)) throw refused('This stage does not know the token.');
    if (known.revokedAt !== null) throw refused('The token was revoked.');
    if (isExpired(known, now())) throw refused('The token has expired.');
    return { name: known.name, expiresAt: known.expiresAt };
  };
