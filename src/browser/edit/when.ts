import type { Arguments } from '../client/client.ts';
import type { Occurrence, PlannedString } from './api.ts';
import { byId, hint } from './dom.ts';
import { codeOf, DAY_CODES, describePlan, parseRule } from './plan-words.ts';
import { createTimeField } from './time-field.ts';
import { formatTime, toDay, toField, toInstants, zone } from './times.ts';

/** When a string is shown, as the API takes it. */
type When = Pick<Arguments, 'from' | 'until' | 'repeat' | 'timeZone'>;

type Fault = readonly [field: HTMLElement, sentence: string];

const DAY_MS = 86_400_000;
const YEARS = 5;

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The parts of the form that say when a string is shown. `when` is one of now, later, repeat, and keep. */
export const createWhen = () => {
  const when = byId<HTMLSelectElement>('when');
  const ends = byId<HTMLSelectElement>('ends');
  const every = byId<HTMLSelectElement>('every');
  const [start, end] = [byId<HTMLInputElement>('start'), byId<HTMLInputElement>('end')];
  const [first, last] = [byId<HTMLInputElement>('first'), byId<HTMLInputElement>('last')];
  const [from, until] = [createTimeField('from'), createTimeField('until')];
  const days = [...document.querySelectorAll<HTMLInputElement>('[name=day]')];
  const options = (select: HTMLSelectElement, value: string) =>
    [...select.options].find((option) => option.value === value) as HTMLOptionElement;
  /** The end of what visitors read now. */
  let shownUntil: string | null = null;
  let planned: PlannedString | undefined;

  const show = () => {
    const isNow = when.value === 'now';
    const isRepeat = when.value === 'repeat';
    byId('ends-part').hidden = !isNow;
    byId('from-part').hidden = when.value !== 'later';
    byId('until-part').hidden = !(when.value === 'later' || (isNow && ends.value === 'time'));
    byId('until-label').textContent = isNow ? 'Until' : 'Until (empty: it stays)';
    byId('repeat-part').hidden = !isRepeat;
    byId('days-part').hidden = every.value === 'month';
    byId('first-label').textContent = every.value === 'month' ? 'On the same date as' : 'First day (empty: the next)';
    options(ends, 'shown').hidden = shownUntil === null;
    options(ends, 'shown').textContent =
      shownUntil === null ? '' : `Until ${formatTime(shownUntil)}, when the text shown now ends`;
    options(when, 'keep').hidden = !planned;
    options(when, 'keep').textContent = planned ? `As planned: ${describePlan(planned)}` : '';
    options(when, 'now').hidden = Boolean(planned);
  };
  for (const select of [when, ends, every]) select.addEventListener('change', show);

  const matches = (day: string): boolean =>
    every.value === 'month'
      ? day.slice(8) === first.value.slice(8)
      : days.some(({ checked, value }) => checked && value === codeOf(day));

  /** Finds the first time that the chosen days and hours give: in the future, unless the first day is given. */
  const firstOccurrence = (): Occurrence | undefined => {
    const now = new Date().toISOString();
    const begin = first.value || toDay(now);
    for (let count = 0; count < 800; count++) {
      const day = addDays(begin, count);
      const endDay = end.value > start.value ? day : addDays(day, 1);
      const [from] = matches(day) ? toInstants(`${day}T${start.value}`) : [];
      const [until] = toInstants(`${endDay}T${end.value}`);
      if (from !== undefined && until !== undefined && (planned?.repeat || from > now)) return { from, until };
    }
    return undefined;
  };

  const toRule = (): string => {
    const chosen = days.filter(({ checked }) => checked).map(({ value }) => value);
    const [lastMoment] = last.value ? toInstants(`${last.value}T23:59`) : [];
    const stamp = lastMoment?.replaceAll(/[-:]|\.\d+/g, '');
    const weekly = chosen.length === DAY_CODES.length ? 'FREQ=DAILY' : `FREQ=WEEKLY;BYDAY=${chosen.join()}`;
    const rule = every.value === 'month' ? `FREQ=MONTHLY;BYMONTHDAY=${Number(first.value.slice(8))}` : weekly;
    return stamp === undefined ? rule : `${rule};UNTIL=${stamp}`;
  };

  const findFault = (): Fault | undefined => {
    const now = new Date().toISOString();
    const latest = `${new Date().getUTCFullYear() + YEARS}${now.slice(4)}`;
    if (when.value === 'repeat') {
      if (every.value === 'week' && !days.some(({ checked }) => checked))
        return [days[0] ?? when, 'Choose at least one day.'];
      if (every.value === 'month' && first.value === '') return [first, 'Choose the date.'];
      const empty = [start, end].find(({ value }) => value === '');
      if (empty) return [empty, 'Choose the time.'];
      return firstOccurrence() ? undefined : [first, 'No such day comes.'];
    }
    const isTimed = when.value === 'later' || (when.value === 'now' && ends.value === 'time');
    if (!isTimed) return undefined;
    for (const field of when.value === 'later' ? [from, until] : [until]) {
      const sentence = field.fault();
      if (sentence !== undefined) return [field.input, sentence];
    }
    const window = { from: when.value === 'later' ? from.read() : now, until: until.read() };
    if (window.from === null) return [from.input, 'Choose when it begins.'];
    if (when.value === 'now' && window.until === null) return [until.input, 'Choose when it ends.'];
    if (window.from < now && window.from !== planned?.from) return [from.input, 'That time has passed.'];
    const isOver = window.until !== null && window.until <= (window.from > now ? window.from : now);
    if (isOver) return [until.input, 'It must end after it begins, and in the future.'];
    const far = [from, until].find((field) => (field.read() ?? '') > latest);
    return far && [far.input, `Choose a time in the next ${YEARS} years.`];
  };

  const complain = ([field, sentence]: Fault): void => {
    hint(field, 'when-problem', sentence);
    field.ariaInvalid = 'true';
    field.focus();
  };

  return {
    show,
    /** Offers the end of what visitors read now. */
    see: (end: string | null): void => {
      shownUntil = end !== null && end > new Date().toISOString() ? end : null;
      if (shownUntil === null && ends.value === 'shown') ends.value = 'stay';
      show();
    },
    /** Fills in the times of a planned string that is to be changed; undefined for a new text. */
    setPlanned: (string: PlannedString | undefined): void => {
      planned = string;
      for (const day of days) day.checked = false;
      for (const field of [start, end, first, last]) field.value = '';
      every.value = 'week';
      from.set(string?.repeat === null ? string.from : null);
      until.set(string?.repeat === null ? string.until : null);
      when.value = string ? 'later' : 'now';
      ends.value = shownUntil === null ? 'stay' : 'shown';
      if (string && string.repeat !== null) {
        const { FREQ, BYDAY, BYMONTHDAY, UNTIL, ...others } = parseRule(string.repeat);
        const codes = FREQ === 'DAILY' ? DAY_CODES : (BYDAY?.split(',') ?? []);
        const isPlain = Object.keys(others).length === 0 && string.timeZone === zone && string.until !== null;
        const isWeekly = FREQ !== 'MONTHLY' && codes.length > 0;
        when.value =
          isPlain && (isWeekly || BYMONTHDAY === toDay(string.from).slice(8).replace(/^0/, '')) ? 'repeat' : 'keep';
        every.value = isWeekly ? 'week' : 'month';
        for (const day of days) day.checked = (codes as string[]).includes(day.value);
        start.value = toField(string.from).slice(11);
        end.value = toField(string.until ?? string.from).slice(11);
        first.value = toDay(string.from);
        last.value = UNTIL?.replace(/^(\d{4})(\d\d)(\d\d).*/, '$1-$2-$3') ?? '';
      }
      show();
    },
    /** Whether it begins later, and may repeat. */
    isPlan: (): boolean => when.value !== 'now',
    read: (): When => {
      if (when.value === 'keep') return {};
      if (when.value === 'now') {
        return { until: ends.value === 'stay' ? null : ends.value === 'shown' ? shownUntil : until.read() };
      }
      if (when.value === 'repeat') {
        const occurrence = firstOccurrence();
        return { from: occurrence?.from, until: occurrence?.until, repeat: toRule(), timeZone: zone };
      }
      const times = { from: from.read() ?? undefined, until: until.read() };
      return planned?.repeat ? { ...times, repeat: null, timeZone: null } : times;
    },
    /** Complains next to the field that is wrong. */
    isFaulty: (): boolean => {
      for (const field of document.querySelectorAll<HTMLElement>('#when-parts [aria-invalid]'))
        field.ariaInvalid = null;
      for (const field of document.querySelectorAll<HTMLElement>('#when-parts [aria-describedby]'))
        hint(field, 'when-problem', '');
      const fault = findFault();
      if (fault) complain(fault);
      return fault !== undefined;
    },
  };
};
