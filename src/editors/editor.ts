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
