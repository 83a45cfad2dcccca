/** Somebody who may change the string. */
export interface Editor {
  /** The name that stands beside every revision they save. */
  readonly name: string;
}

/** Finds out who sent a request, from its Authorization header. */
export type Authenticate = (authorization: string | undefined) => Promise<Editor>;
