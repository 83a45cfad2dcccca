import type { Occurrence, PlannedString } from '../client/client.ts';
import type { Surroundings } from './change.ts';
import { byId, element, hint } from './dom.ts';
import { capitalize, codeOf, DAY_CODES, DAYS, describePlan, parseRule, type Timing, WORKDAYS } from './plan-words.ts';
import { describeOverlap } from './shown.ts';
import { createTimeField } from './time-field.ts';
import { formatSpan, formatTime, now, toDay, toField, toInstants, zone } from './times.ts';

/** When a string is shown, as the API takes it. */
export type When = { readonly [Name in keyof Timing]?: Timing[Name] | undefined };

type Fault = readonly [field: HTMLElement, sentence: string];

const DAY_MS = 86_400_000;
const YEARS = 5;

/** Filled in when an editor chooses to plan, to be changed. */
const [OPENS, CLOSES] = ['09:00', '17:00'];

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** Shows a part of the form, or hides it: then its fields have no part in the form either. */
const reveal = (id: string, isShown: boolean): void => {
  const part = byId(id);
  part.hidden = !isShown;
  for (const field of part.querySelectorAll<HTMLInputElement>('input, select')) field.disabled = !isShown;
};

/** Offers a choice with these words; without any, it is hidden. */
const offer = (select: HTMLSelectElement, value: string, words: string | false | null | undefined): void => {
  const option = [...select.options].find((option) => option.value === value) as HTMLOptionElement;
  option.hidden = !words;
  option.textContent = words || '';
};

/** So many times of a string that repeats are compared with what is planned: as many as the API gives of that. */
const COMPARED = 40;

/** The parts of the form that say when a string is shown. `keep` stands for a repetition that has no fields here. */
export const createWhen = (page: Surroundings) => {
  const when = byId<HTMLSelectElement>('when');
  const ends = byId<HTMLSelectElement>('ends');
  const [start, end] = [byId<HTMLInputElement>('start'), byId<HTMLInputElement>('end')];
  const [first, last] = [byId<HTMLInputElement>('first'), byId<HTMLInputElement>('last')];
  const [from, until] = [createTimeField('from'), createTimeField('until')];
  const days = DAY_CODES.map((value) => element('input', { type: 'checkbox', name: 'day', value }));
  byId('days-part').append(...days.map((day) => element('label', {}, day, DAYS[day.value] ?? '')));
  const isRepeat = () => !['keep', 'now', 'later'].includes(when.value);
  /** The end of what visitors read now. */
  const shownUntil = () => page.newest()?.until ?? null;
  /** The same while it is to come, for a text to end then, too. */
  const offeredUntil = () => {
    const until = shownUntil();
    return until !== null && until > now() ? until : null;
  };
  let planned: PlannedString | undefined;

  /** The codes of the chosen days of the week. */
  const chosenDays = (): readonly string[] => {
    if (when.value === 'weekly') return days.filter(({ checked }) => checked).map(({ value }) => value);
    return when.value === 'workdays' ? WORKDAYS : DAY_CODES;
  };

  /** Lists the first times that the chosen days and hours give: in the future, unless it has begun to repeat. */
  const listOccurrences = (limit: number): Occurrence[] => {
    const begin = first.value || toDay(now());
    const chosen = chosenDays();
    const found: Occurrence[] = [];
    for (let count = 0; count < 800 && found.length < limit; count++) {
      const day = addDays(begin, count);
      if (last.value !== '' && day > last.value) break;
      const isChosen = when.value === 'monthly' ? day.slice(8) === begin.slice(8) : chosen.includes(codeOf(day));
      if (!isChosen) continue;
      const [from] = toInstants(`${day}T${start.value}`);
      const [until] = toInstants(`${end.value > start.value ? day : addDays(day, 1)}T${end.value}`);
      if (from !== undefined && until !== undefined && (planned?.repeat || from > now())) found.push({ from, until });
    }
    return found;
  };

  const firstOccurrence = (): Occurrence | undefined => listOccurrences(1)[0];

  const toRule = (): string => {
    const chosen = chosenDays();
    const weekly = chosen.length === DAY_CODES.length ? 'FREQ=DAILY' : `FREQ=WEEKLY;BYDAY=${chosen.join()}`;
    const date = Number((first.value || toDay(now())).slice(8));
    const rule = when.value === 'monthly' ? `FREQ=MONTHLY;BYMONTHDAY=${date}` : weekly;
    return last.value === '' ? rule : `${rule};UNTIL=${last.value.replaceAll('-', '')}`;
  };

  const findFault = (): Fault | undefined => {
    const latest = `${new Date().getUTCFullYear() + YEARS}${now().slice(4)}`;
    const tooFar = `Choose a time in the next ${YEARS} years.`;
    if (isRepeat()) {
      if (chosenDays().length === 0) return [days[0] ?? when, 'Choose at least one day.'];
      const incomplete = [start, end].find(({ value }) => value === '');
      if (incomplete) return [incomplete, 'Choose the time.'];
      const occurrence = firstOccurrence();
      if (!occurrence) return [last, 'This is before the first of these days. Choose a later one.'];
      return occurrence.from > latest ? [first, tooFar] : undefined;
    }
    const isLater = when.value === 'later';
    if (!isLater && (when.value !== 'now' || ends.value !== 'time')) return undefined;
    for (const field of isLater ? [from, until] : [until]) {
      const sentence = field.fault();
      if (sentence !== undefined) return [field.input, sentence];
    }
    const [begin, finish] = [isLater ? from.read() : now(), until.read()];
    if (begin === null) return [from.input, 'Choose when it begins.'];
    if (!isLater && finish === null) return [until.input, 'Choose when it ends.'];
    if (isLater && begin < now() && begin !== planned?.from) return [from.input, 'That time has passed.'];
    if (finish !== null && finish <= now()) return [until.input, 'That time has passed.'];
    if (finish !== null && finish <= begin) return [until.input, 'It must end after it begins.'];
    const far = [from, until].find((field) => (field.read() ?? '') > latest);
    return far && [far.input, tooFar];
  };

  const read = (): When => {
    if (when.value === 'keep') return {};
    if (when.value === 'now') {
      return { until: ends.value === 'stay' ? null : ends.value === 'shown' ? shownUntil() : until.read() };
    }
    if (isRepeat()) return { ...firstOccurrence(), repeat: toRule(), timeZone: zone };
    const times = { from: from.read() ?? undefined, until: until.read() };
    return planned?.repeat ? { ...times, repeat: null, timeZone: null } : times;
  };

  /** Says when what is filled in will be shown. */
  const describe = (): string => {
    const { from: begin = now(), until: finish = null, repeat = null, timeZone = null } = { ...planned, ...read() };
    return describePlan({ from: begin, until: finish, repeat, timeZone });
  };

  /** Lists when it would be shown, as far as that can be compared with what is planned. */
  const listTimes = (): readonly Occurrence[] => {
    if (isRepeat()) return listOccurrences(COMPARED);
    const { from: begin = now(), until: finish = null } = read();
    return when.value === 'keep' ? (planned?.occurrences ?? []) : [{ from: begin, until: finish }];
  };

  const forgive = () => {
    const field = document.querySelector<HTMLElement>('#when-parts [aria-invalid]');
    if (!field) return;
    field.ariaInvalid = null;
    hint(field, 'when-problem', '');
  };

  const show = () => {
    forgive();
    const isNow = when.value === 'now';
    const isLater = when.value === 'later';
    const offered = offeredUntil();
    if (offered === null && ends.value === 'shown') ends.value = 'stay';
    reveal('ends-part', isNow);
    reveal('days-part', when.value === 'weekly');
    reveal('repeat-part', isRepeat());
    reveal('from-part', isLater);
    reveal('until-part', isLater || (isNow && ends.value === 'time'));
    byId('until-stays').hidden = isNow;
    const times = findFault() ? [] : listTimes();
    const [next] = isRepeat() ? times : [];
    const words = next ? `${capitalize(describe())}. First: ${formatSpan(next.from, next.until)}. ` : '';
    const others = page.strings().filter(({ id }) => id !== planned?.id);
    hint(byId('save'), 'when-about', words + describeOverlap(times, others, isNow));
    offer(ends, 'shown', offered !== null && `Until ${formatTime(offered)}, when the text shown now ends`);
    offer(when, 'keep', planned?.repeat && `As planned: ${describePlan(planned)}`);
    offer(when, 'now', !planned && 'Now');
  };

  // Before the form around it keeps what is filled in.
  byId('when-parts').oninput = ({ target }) => {
    if (target === when && when.value === 'later' && from.input.value === '') {
      from.set(toInstants(`${addDays(toDay(now()), 1)}T${OPENS}`)[0] ?? null);
    }
    if (target === when && isRepeat() && start.value + end.value === '') [start.value, end.value] = [OPENS, CLOSES];
    show();
  };

  return {
    show,
    read,
    describe,
    /** Fills in the times of a planned string that is to be changed; undefined for a new text. */
    setPlanned: (string: PlannedString | undefined): void => {
      planned = string;
      for (const day of days) day.checked = false;
      for (const field of [start, end, first, last]) field.value = '';
      from.set(string?.repeat === null ? string.from : null);
      until.set(string?.repeat === null ? string.until : null);
      when.value = string ? 'later' : 'now';
      ends.value = offeredUntil() === null ? 'stay' : 'shown';
      if (string && string.repeat !== null) {
        const { FREQ, BYDAY, UNTIL = '' } = parseRule(string.repeat);
        const codes = BYDAY?.split(',') ?? (FREQ === 'WEEKLY' ? [codeOf(toDay(string.from))] : DAY_CODES);
        for (const field of days) field.checked = codes.includes(field.value);
        const everyWeek = codes.join() === WORKDAYS.join() ? 'workdays' : 'weekly';
        const isDaily = codes.length === DAY_CODES.length;
        when.value = FREQ === 'MONTHLY' ? 'monthly' : isDaily ? 'daily' : everyWeek;
        start.value = toField(string.from).slice(11);
        end.value = toField(string.until ?? string.from).slice(11);
        first.value = toDay(string.from);
        last.value = UNTIL.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
        const { from: begin, until: finish } = firstOccurrence() ?? {};
        // A rule that the fields can't hold would become another, in other words.
        const isOther = describe() !== describePlan(string) || string.timeZone !== zone;
        if (isOther || begin !== string.from || finish !== string.until) when.value = 'keep';
      }
      show();
    },
    /** Whether it begins later, and may repeat. */
    isPlan: (): boolean => when.value !== 'now',
    /** Complains next to the field that is wrong. */
    isFaulty: (): boolean => {
      forgive();
      const [field, sentence = ''] = findFault() ?? [];
      if (!field) return false;
      field.closest('p, fieldset')?.append(byId('when-problem'));
      hint(field, 'when-problem', sentence);
      field.ariaInvalid = 'true';
      field.focus();
      return true;
    },
  };
};
