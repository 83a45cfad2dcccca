import { type Editor, type EditorTokens, isExpired } from './editor.ts';
import { isSecretOf, parseToken } from './token.ts';

/** The request does not come from an editor; nothing was read of the string or written. */
export class UnauthenticatedError extends Error {
  override readonly name = 'UnauthenticatedError';
  /** Whether a token was sent at all. */
  readonly tokenSent: boolean;

  constructor(message: string, { tokenSent }: { tokenSent: boolean }) {
    super(message);
    this.tokenSent = tokenSent;
  }
}

/**
 * Finds out who sent a request, from its Authorization header (RFC 6750). This type is where another way to log in, such
 * as OpenID Connect, would be fitted.
 *
 * @throws UnauthenticatedError, or StoreUnavailableError
 */
export type Authenticate = (authorization: string | undefined, signal: AbortSignal) => Promise<Editor>;

const refused = (message: string) => new UnauthenticatedError(message, { tokenSent: true });

/** Knows editors by their tokens. */
export const createAuthenticate =
  ({ tokens, now }: { tokens: EditorTokens; now: () => Date }): Authenticate =>
  async (authorization, signal) => {
    if (!authorization) {
      throw new UnauthenticatedError('Changing the string takes a token.', {
        tokenSent: false,
      });
    }
    const token = parseToken(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '');
    if (!token) throw refused('That is not a complete token. Copy the whole token again.');

    const known = await tokens.find(token.id, signal);
    // Whoever lacks the secret learns nothing about the token, not even that it exists.
    if (!known || !isSecretOf(token.secret, known.hash)) throw refused('This stage does not know that token.');
    if (known.revokedAt !== null) throw refused('That token was revoked.');
    if (isExpired(known, now())) throw refused('That token has expired.');
    return { name: known.name };
  };
