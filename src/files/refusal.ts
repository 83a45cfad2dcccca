/** The request breaks a rule, or is about a file that is not there. Nothing was changed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** The HTTP status. */
  readonly status: 400 | 404 | 409 | 410 | 413;
  /** What a program may need to know in addition. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: Refusal['status'], message: string, fields: Refusal['fields'] = {}) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}
