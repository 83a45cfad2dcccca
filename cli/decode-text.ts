/**
 * Decodes a text as editors and shells of all systems write it: UTF-8, or UTF-16 after a byte order mark. The mark is
 * not part of the text.
 *
 * @returns undefined if the bytes are neither.
 */
export const decodeText = (bytes: Uint8Array): string | undefined => {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex');
  const encoding = { fffe: 'utf-16le', feff: 'utf-16be' }[mark] ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
