import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createToken, formatToken, hashSecret, isSecretOf, parseToken } from '../../src/domain/token.ts';

describe('a token', () => {
  test('has a prefix, an id, a secret of 190 bits and a checksum', () => {
    expect(formatToken(createToken())).toMatch(/^sst_[1-9]\d{11}_[0-9A-Za-z]{38}$/);
  });

  test('is never the same twice', () => {
    const tokens = Array.from({ length: 1_000 }, () => formatToken(createToken()));
    expect(new Set(tokens).size).toBe(1_000);
  });

  test('is read back as it was created', () => {
    for (let count = 0; count < 1_000; count++) {
      const token = createToken();
      expect(parseToken(formatToken(token))).toEqual(token);
    }
  });

  test('is refused with any one character wrong, missing or added', () => {
    const text = formatToken(createToken());
    const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_- ');
    fc.assert(
      fc.property(fc.nat(text.length - 1), character, (place, other) => {
        const [before, here, after] = [text.slice(0, place), text[place], text.slice(place + 1)];
        if (here !== other) expect(parseToken(before + other + after)).toBeUndefined();
        expect(parseToken(before + after)).toBeUndefined();
        expect(parseToken(before + other + here + after)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  test('is verified by the hash of its secret, which reveals nothing about the secret', () => {
    const { secret } = createToken();
    const hash = hashSecret(secret);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(hash).not.toContain(secret);
    expect(isSecretOf(secret, hash)).toBe(true);
    expect(isSecretOf(createToken().secret, hash)).toBe(false);
    expect(isSecretOf(secret, 'damaged')).toBe(false);
  });
});
