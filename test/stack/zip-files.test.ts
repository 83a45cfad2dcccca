import { expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { zipFiles } from '../../stack/zip-files.ts';

const contents = Buffer.from('contents');

test('an archive has slashes in its paths, whichever platform it was made on', () => {
  const zip = zipFiles({ 'src\\chunks\\one.mjs': contents, 'build/page.js': contents });
  expect(Object.keys(unzipSync(zip))).toEqual(['build/page.js', 'src/chunks/one.mjs']);
});

test('the same files in another order give the same bytes', () => {
  expect(zipFiles({ b: contents, a: contents })).toEqual(zipFiles({ a: contents, b: contents }));
});

test('Lambda may read what is in an archive', () => {
  const zip = Buffer.from(zipFiles({ 'src/lambda.mjs': contents }));
  const entry = zip.subarray(zip.indexOf('PK\x01\x02', 'latin1'));
  const [madeBy, attributes] = [entry.readUInt8(5), entry.readUInt32LE(38)];
  expect({ madeBy, mode: (attributes >>> 16).toString(8) }).toEqual({ madeBy: 3, mode: '100644' });
});
