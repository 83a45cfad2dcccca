/** Tells a program what the sentence tells a person. */
const CODES = {
  400: 'BAD_USER_INPUT',
  404: 'NOT_FOUND',
  409: 'REFUSED',
  410: 'GONE',
  413: 'BAD_USER_INPUT',
} as const;

/** The request breaks a rule, or is about a file that is not there. Nothing was changed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** The HTTP status. */
  readonly status: keyof typeof CODES;
  /** Further facts for a program. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: keyof typeof CODES, message: string, fields: Refusal['fields'] = {}) {
    super(message);
    this.status = status;
    this.fields = { code: CODES[status], ...fields };
  }
}
