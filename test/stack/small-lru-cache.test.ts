import { expect, test } from '@jest/globals';
import { LRUCache } from '../../stack/bundle/small-lru-cache.ts';

test('keeps the hundred entries that were used last', () => {
  const cache = new LRUCache<number>();
  for (let index = 0; index < 100; index += 1) cache.set(`key ${index}`, index);
  expect(cache.get('key 0')).toBe(0);
  cache.set('key 2', -2);
  cache.set('key 100', 100);
  expect(['key 0', 'key 1', 'key 2', 'key 100'].map((key) => cache.get(key))).toEqual([0, undefined, -2, 100]);
});
