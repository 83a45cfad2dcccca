/** Somebody who may change the string. */
export interface Editor {
  /** The name that stands beside every revision they save. */
  readonly name: string;
}

/** What is known of an editor's token; the secret itself is not. */
export interface EditorToken extends Editor {
  readonly id: number;
  /** SHA-256 of the secret, in hexadecimal. */
  readonly hash: string;
  /** These three are instants, RFC 3339 in UTC. */
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A token whose `expiresAt` is not an instant in UTC counts as expired. */
export const isExpired = ({ expiresAt }: Pick<EditorToken, 'expiresAt'>, now: Date): boolean =>
  !(INSTANT.test(expiresAt) && Date.parse(expiresAt) > now.getTime());

/** Where tokens are looked up. The function's own role can do no more than this. */
export interface EditorTokens {
  /**
   * The token's record as it is now: a revocation that was answered before is seen.
   *
   * @throws StoreUnavailableError
   */
  find(id: number, signal: AbortSignal): Promise<EditorToken | undefined>;
}
