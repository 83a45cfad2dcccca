// One way to declare a command: its options, its help and its exit codes. Plain JavaScript, because `npm start` uses it on
// an old Node and before `npm ci`.
import { parseArgs } from 'node:util';
import { nearest } from './nearest.mjs';
import { style } from './style.mjs';

/**
 * @typedef {object} Option
 * @property {'string' | 'boolean'} type
 * @property {string | boolean} [default]
 * @property {string} [placeholder] What stands for the value in the help; for a string.
 * @property {string} about Half a sentence.
 * @property {(value: string) => unknown} [check] Throws an Error, whose message says what the value should be.
 */

/** @typedef {Readonly<Record<string, Option>>} Options */

/**
 * @template {Options} O
 * @typedef {object} Command
 * @property {string} about One sentence.
 * @property {readonly string[]} usage Lines, each a complete command.
 * @property {number} [operands] How many words it takes besides its options; none, if left out.
 * @property {O} options Without --help, which every command has.
 * @property {readonly string[]} [notes] Lines, each a sentence.
 * @property {readonly string[]} examples Lines, each a complete command.
 */

/** Every command ends with one of these; the help and the README say so. */
export const EXIT = /** @type {const} */ ({ done: 0, failed: 1, wrongUsage: 2 });

/** The command line can't be understood; nothing was done. */
export class UsageError extends Error {
  /** @override */
  name = 'UsageError';
}

/**
 * The error for a word that is none of those known, with the one that was probably meant.
 *
 * @param {string} kind
 * @param {string} given
 * @param {readonly string[]} known
 */
export const unknownWord = (kind, given, known) => {
  const meant = nearest(given, known);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return new UsageError(`There is no ${kind} ${given}.${hint} See --help.`);
};

/**
 * Prints one line for a person, in red on a terminal.
 *
 * @param {string} message
 */
export const complain = (message) => {
  process.stderr.write(`${style('red', message, process.stderr)}\n`);
};

/** @type {Option} */
const HELP = { type: 'boolean', about: 'this text' };

/**
 * @template {Options} O
 * @param {Command<O>} command
 */
const helpOf = ({ about, usage, options, notes, examples }) => {
  const rows = Object.entries({ ...options, help: HELP }).map(([name, option]) => ({
    flag: option.placeholder === undefined ? `--${name}` : `--${name} ${option.placeholder}`,
    about: typeof option.default === 'string' ? `${option.about} (default ${option.default})` : option.about,
  }));
  const width = Math.max(...rows.map(({ flag }) => flag.length));
  const sections = [
    { title: 'Usage', lines: usage },
    { title: 'Options', lines: rows.map((row) => `${row.flag.padEnd(width)}  ${row.about}`) },
    ...(notes === undefined ? [] : [{ title: 'Notes', lines: notes }]),
    { title: 'Examples', lines: examples },
    { title: 'Exit codes', lines: ['0 done, 1 refused or failed, 2 wrong usage'] },
  ].map(({ title, lines }) => [style('bold', title, process.stdout), ...lines.map((line) => `  ${line}`)].join('\n'));
  return `${[about, ...sections].join('\n\n')}\n`;
};

/**
 * @template {Options} O
 * @param {Command<O>} command
 * @param {string[]} args
 */
const parse = ({ options, operands = 0 }, args) => {
  // A first look accepts anything: parseArgs' own complaints don't say what was meant, and come before a call for help.
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true });
  const given = tokens.filter((token) => token.kind === 'option');
  if (given.some(({ name }) => name === 'help' || name === 'h')) return undefined;
  const known = [...Object.keys(options), 'help'].map((name) => `--${name}`);
  for (const { name, rawName, value, inlineValue } of given) {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option) throw unknownWord('option', rawName, known);
    const missing = value === undefined || (!inlineValue && value.startsWith('-'));
    if (option.type === 'string' && missing) throw new UsageError(`${rawName} needs a value. See --help.`);
    if (option.type === 'boolean' && !missing) throw new UsageError(`${rawName} takes no value. See --help.`);
  }

  const line = parseArgs({ args, options, allowPositionals: true });
  const extra = line.positionals[operands];
  if (extra !== undefined) {
    throw new UsageError(`What is "${extra}"? A value with spaces goes into quotes, and options go after "--".`);
  }
  for (const [name, value] of Object.entries(line.values)) {
    if (typeof value === 'string') options[name]?.check?.(value);
  }
  return line;
};

/**
 * Reads the command line of this process. Ends the process with the help if it was asked for, and with one line of
 * complaint if the command line can't be understood.
 *
 * @template {Options} O
 * @param {Command<O>} command
 */
export const readCommandLine = (command) => {
  try {
    const line = parse(command, process.argv.slice(2));
    if (line) return line;
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    process.exit(EXIT.wrongUsage);
  }
  process.stdout.write(helpOf(command));
  process.exit(EXIT.done);
};
