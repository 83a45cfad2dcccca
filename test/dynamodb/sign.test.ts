import { createHash, createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { createSign } from '../../src/store/sign.ts';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

const TOKEN =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==';

// AWS's own test suite for Signature Version 4: every POST of it without a query and without headers that need folding.
test.each([
  ['post-vanilla', {}, '', undefined, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'post-header-key-sort',
    { 'my-header1': 'value1' },
    '',
    undefined,
    'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
  ],
  [
    'post-header-value-case',
    { 'my-header1': 'VALUE1' },
    '',
    undefined,
    'cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d',
  ],
  ['post-sts-header-before', {}, '', TOKEN, '85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead'],
  [
    'post-x-www-form-urlencoded',
    { 'content-type': 'application/x-www-form-urlencoded' },
    'Param1=value1',
    undefined,
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
  [
    'post-x-www-form-urlencoded-parameters',
    { 'content-type': 'application/x-www-form-urlencoded; charset=utf8' },
    'Param1=value1',
    undefined,
    '1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe',
  ],
] as const)('a request is signed as in AWS’s test suite: %s', (_name, headers, body, sessionToken, signature) => {
  const sign = createSign('us-east-1', 'service');
  const request = { path: '/', headers: { host: 'example.amazonaws.com', ...headers }, body };
  const credentials = { ...CREDENTIALS, ...(sessionToken && { sessionToken }) };
  const { authorization } = sign(request, credentials, new Date('2015-08-30T12:36:00Z'));
  expect(authorization).toContain(`Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, `);
  expect(authorization?.split('Signature=')[1]).toBe(signature);
});

class Sha256 {
  readonly #hash;
  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', toBytes(key));
  }
  update = (data: string | ArrayBuffer | ArrayBufferView) => void this.#hash.update(toBytes(data));
  digest = async () => new Uint8Array(this.#hash.digest());
  reset = () => {};
}

const toBytes = (data: string | ArrayBuffer | ArrayBufferView): Uint8Array => {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
};

test('10,000 requests are signed as the SDK signs them, also when keys and days change between them', async () => {
  const key = fc.constantFrom('one', 'two/+');
  const request = fc.record({
    body: fc.string({ unit: 'binary', maxLength: 200 }),
    host: fc.constantFrom('dynamodb.eu-west-1.amazonaws.com', 'localhost:8000', '[::1]:8000'),
    operation: fc.constantFrom('Query', 'GetItem'),
    secretAccessKey: key,
    sessionToken: fc.option(fc.base64String({ minLength: 4 }), { nil: undefined }),
    time: fc.date({ min: new Date('2015-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
  });
  const sign = createSign('eu-west-1', 'dynamodb');
  const check = async ({
    body,
    host,
    operation,
    secretAccessKey,
    sessionToken,
    time,
  }: typeof request extends fc.Arbitrary<infer R> ? R : never) => {
    const credentials = { accessKeyId: 'AKID', secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    const headers = {
      host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    };
    const sdk = new SignatureV4({
      credentials,
      region: 'eu-west-1',
      service: 'dynamodb',
      sha256: Sha256,
      applyChecksum: false,
    });
    const expected = await sdk.sign(
      { method: 'POST', protocol: 'https:', hostname: host, path: '/', headers, body },
      { signingDate: time },
    );
    expect(sign({ path: '/', headers, body }, credentials, time)).toEqual(expected.headers);
  };
  await fc.assert(fc.asyncProperty(request, check), { numRuns: 10_000 });
});
