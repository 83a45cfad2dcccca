import { InvalidInputError } from './errors.ts';

/** A rule of RFC 5545 (section 3.3.10), as far as strings repeat by one. */
export interface Rule {
  readonly FREQ: string;
  readonly INTERVAL?: string;
  readonly COUNT?: string;
  /** A time in UTC, or a day of the zone, which counts to its end. */
  readonly UNTIL?: string;
  readonly BYDAY?: string;
  readonly BYMONTHDAY?: string;
}

const NUMBER = /^[1-9]\d{0,2}$/;
const DAY = '(MO|TU|WE|TH|FR|SA|SU)';
const MONTH_DAY = '[+-]?([1-9]|[12]\\d|3[01])';

const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY)$/,
  INTERVAL: NUMBER,
  COUNT: NUMBER,
  UNTIL: /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3])[0-5]\d[0-5]\dZ)?$/,
  BYDAY: new RegExp(`^([+-]?[1-5])?${DAY}(,([+-]?[1-5])?${DAY})*$`),
  BYMONTHDAY: new RegExp(`^${MONTH_DAY}(,${MONTH_DAY})*$`),
};

/** @throws InvalidInputError for a rule that is not supported. */
export const parseRule = (repeat: string): Rule => {
  const refuse = (message: string): never => {
    throw new InvalidInputError(`\`repeat\` ${message}`);
  };
  const rule: Record<string, string> = {};
  for (const part of repeat.split(';')) {
    const [name = '', value = '', ...rest] = part.split('=');
    if (!Object.hasOwn(PARTS, name)) refuse(`may have ${Object.keys(PARTS).join(', ')}, and nothing else.`);
    if (Object.hasOwn(rule, name)) refuse(`has ${name} twice.`);
    if (rest.length > 0 || !PARTS[name]?.test(value)) refuse(`has a ${name} that is not supported.`);
    rule[name] = value;
  }
  const { FREQ = '', INTERVAL = '1', COUNT, UNTIL, BYDAY = '', BYMONTHDAY } = rule;
  if (FREQ === '') refuse('must have FREQ: DAILY, WEEKLY or MONTHLY. Nothing repeats more often than daily.');
  const day = UNTIL?.replace(/^(....)(..)(..).*/, '$1-$2-$3') ?? '2000-01-01';
  if (new Date(Date.parse(day)).toISOString().slice(0, 10) !== day)
    refuse('has an UNTIL on a day that does not exist.');
  if (COUNT && UNTIL) refuse('may have COUNT or UNTIL, not both.');
  if (FREQ !== 'MONTHLY' && /\d/.test(BYDAY)) refuse('may have numbers in BYDAY with FREQ=MONTHLY only.');
  if (FREQ === 'WEEKLY' && BYMONTHDAY) refuse('may have BYMONTHDAY with FREQ=DAILY or MONTHLY only.');
  // Some would never come, and the library would look for them until the year 9999.
  if (FREQ === 'DAILY' && INTERVAL !== '1' && (BYDAY || BYMONTHDAY)) {
    refuse('may have BYDAY and BYMONTHDAY with FREQ=DAILY only without INTERVAL.');
  }
  return { ...rule, FREQ };
};
