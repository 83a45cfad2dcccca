import { InvalidInputError } from '../../src/domain/errors.ts';
import { CommandError } from '../errors.ts';
import { type LogRecord, parseRecord } from './log-record.ts';

/** More than any revision takes, even one of 32 KiB with every byte escaped, and 128 KiB of planned strings. */
const MAX_LINE_BYTES = 512 * 1024;

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** Splits at line feeds. Holds at most one line and one chunk of the input in memory. */
async function* splitLines(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  let lines = 0;
  for await (const chunk of input) {
    rest = Buffer.concat([rest, chunk]);
    if (lines === 0 && rest.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK))
      rest = rest.subarray(BYTE_ORDER_MARK.length);
    let start = 0;
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED, start)) {
      yield rest.subarray(start, end);
      lines += 1;
      start = end + 1;
    }
    rest = rest.subarray(start);
    if (rest.length > MAX_LINE_BYTES) throw new CommandError(`Line ${lines + 1} is longer than any revision can be.`);
  }
  if (rest.length > 0) throw new CommandError(`Line ${lines + 1} is incomplete: the file was truncated.`);
}

/**
 * Reads a log from a file: one line of JSON per revision, in UTF-8, from version 1 on without gaps.
 *
 * A file that ends after a whole line is valid: no one can tell whether more lines followed.
 *
 * @throws CommandError that names the first wrong line.
 */
export async function* readLogFile(input: AsyncIterable<Buffer>): AsyncGenerator<LogRecord> {
  let version = 0;
  let known: string | null = null;
  for await (const line of splitLines(input)) {
    version += 1;
    try {
      const record = parseRecord(line, version);
      const { plan, planned } = record;
      if (plan !== null && plan !== known && !planned) throw new InvalidInputError(`"planned" is missing for ${plan}.`);
      known = plan;
      yield record;
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      throw new CommandError(`Line ${version}: ${error.message}`, { cause: error });
    }
  }
}
