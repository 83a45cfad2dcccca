import { describe, expect, test } from '@jest/globals';
import { decodeText } from '../../cli/decode-text.ts';
import { printable } from '../../cli/printable.ts';
import { findProxies } from '../../cli/remote/proxies.ts';
import { parseUrl } from '../../cli/remote/url.ts';

describe('the address of a page', () => {
  test.each([
    ['https://string.example.com', 'https://string.example.com'],
    ['  https://string.example.com/\n', 'https://string.example.com'],
    ['HTTPS://String.Example.com//', 'https://string.example.com'],
    ['https://example.com/status/', 'https://example.com/status'],
    ['string.example.com', 'https://string.example.com'],
    ['string.example.com:8443/status', 'https://string.example.com:8443/status'],
    ['localhost:3000', 'http://localhost:3000'],
    ['raspberrypi', 'http://raspberrypi'],
    ['kitchen.local:3000', 'http://kitchen.local:3000'],
    ['127.0.0.1:3000', 'http://127.0.0.1:3000'],
    // RFC 3986, 3.2.2: an IPv6 address stands in brackets.
    ['http://[::1]:3000/', 'http://[::1]:3000'],
    ['[::1]:3000', 'http://[::1]:3000'],
    ['::1', 'http://[::1]'],
    ['2001:db8::1', 'http://[2001:db8::1]'],
    // The link that `npm start` prints holds a token.
    ['http://localhost:3000/#token=sst_x', 'http://localhost:3000'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('%j is %s', (text, address) => expect(parseUrl(text)).toBe(address));

  test.each(['', ' ', 'ftp://x', 'https://', 'http://x:99999', 'javascript:alert(1)', 'two words'])('not %j', (text) =>
    expect(() => parseUrl(text)).toThrow(/is not a URL/),
  );

  test.each(['https://ada:secret@x.example', 'ada:secret@x.example', 'https://secret@x.example', 'htp://a:secret@x'])(
    'not %j, which is not shown',
    (text) => {
      expect(() => parseUrl(text)).toThrow(/no user name and no password\.$/);
      expect(() => parseUrl(text)).not.toThrow(/secret/);
    },
  );
});

describe('the proxies of the environment', () => {
  test.each([
    [{ HTTP_PROXY: 'http://p:3128' }, { HTTP_PROXY: 'http://p:3128' }],
    [{ https_proxy: 'p:3128', HTTPS_PROXY: 'http://other' }, { HTTPS_PROXY: 'http://p:3128' }],
    [
      { ALL_PROXY: 'p:1', NO_PROXY: 'localhost' },
      { HTTP_PROXY: 'http://p:1', HTTPS_PROXY: 'http://p:1', NO_PROXY: '.localhost' },
    ],
    [{ HTTP_PROXY: ' ', http_proxy: '' }, {}],
  ])('%j', (env, proxies) => expect(findProxies({ env })).toEqual(proxies));

  // As curl reads it: https://github.com/docker/docs/issues/8191, https://github.com/curl/curl/pull/9818
  test.each([
    ['example.com, .example.org *.example.net', '.example.com,.example.org,*.example.net'],
    ['10.1.2.3/8,192.168.7.129/25', '10.0.0.0-10.255.255.255,192.168.7.128-192.168.7.255'],
    ['0.0.0.0/0 1.2.3.4/32', '0.0.0.0-255.255.255.255,1.2.3.4-1.2.3.4'],
    ['[::1] ::1 127.0.0.1 127.0.0.1-127.0.0.9 * 10.0.0.0/33', '::1,::1,127.0.0.1,127.0.0.1-127.0.0.9,*,10.0.0.0/33'],
    ['3com.example x.example:80', '.3com.example,x.example:80'],
  ])('past them: %s', (NO_PROXY, entries) => expect(findProxies({ env: { NO_PROXY } })).toEqual({ NO_PROXY: entries }));

  test('a proxy that is none is refused, and not shown', () => {
    expect(() => findProxies({ env: { HTTP_PROXY: 'socks5://ada:secret@p' } })).toThrow(/^HTTP_PROXY is not/);
    expect(() => findProxies({ env: { HTTP_PROXY: 'socks5://ada:secret@p' } })).not.toThrow(/secret/);
  });
});

describe('on a terminal', () => {
  test.each([
    ['a family', '👩‍👩‍👧'],
    ['the flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['a heart with a variation selector', '❤️'],
    ['Persian with a zero-width non-joiner', 'می‌خواهم'],
    ['Sinhala with a zero-width joiner', 'ශ්‍රී'],
    ['a soft hyphen and a no-break space', 'Donau\u00addampf\u00a0schiff'],
    ['a symbol of a private area', '\uf8ff'],
  ])('%s is shown as it is', (_name, text) => expect(printable(text)).toBe(text));

  test.each([
    ['an escape sequence', '\u001b[2J', '\\u{1b}[2J'],
    ['a control of ISO 6429, 8-bit', '\u009b31m', '\\u{9b}31m'],
    ['a carriage return', 'a\rb', 'a\\u{d}b'],
    ['an override of the order', '\u202ea', '\\u{202e}a'],
    ['an isolate', '\u2066a\u2069', '\\u{2066}a\\u{2069}'],
    ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['a text in tags', '\u{e0041}', '\\u{e0041}'],
    ['half a surrogate pair', '\ud800', '\\u{d800}'],
  ])('%s is spelled out', (_name, text, shown) => expect(printable(text)).toBe(shown));
});

test.each([
  ['UTF-8', Buffer.from('é'), 'é'],
  ['UTF-8 with a mark', Buffer.from('\ufeffé'), 'é'],
  ['UTF-16', Buffer.from('\ufeffé', 'utf16le'), 'é'],
  ['neither', Buffer.from([0xc3]), undefined],
])('bytes of %s', (_name, bytes, text) => expect(decodeText(bytes)).toBe(text));
