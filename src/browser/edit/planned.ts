import type { Revision } from '../../domain/revision.ts';
import { Refusal } from '../client/refusal.ts';
import type { Occurrence, PlannedString } from './api.ts';
import { act, type Surroundings } from './change.ts';
import { button, byId, element, fill } from './dom.ts';
import { describePlan } from './plan-words.ts';
import { drawText } from './render-text.ts';
import { formatSpan, formatTime } from './times.ts';

/** How soon what could not be read is read again. */
const RETRY_MS = 3_000;

interface Options {
  /** Called when an editor wants to change a planned string. */
  onChange(string: PlannedString): void;
  /** Called when what is planned is known. */
  onSee(): void;
}

const formatOccurrence = ({ from, until }: Occurrence): string =>
  until === null ? formatTime(from) : formatSpan(from, until);

/** Lists what begins or ends by itself, to be changed, skipped or cancelled. Only editors may see it. */
export const createPlanned = (page: Surroundings, { onChange, onSee }: Options) => {
  const { api } = page;
  const section = byId('planned');
  const empty = byId('plan-empty');
  let isSignedIn = false;
  let calls = 0;
  let strings: readonly PlannedString[] = [];

  /** Plans again what was cancelled: from its next occurrence on. One that is shown is saved again. */
  const planAgain = ({ value, from, until, repeat, timeZone, note, occurrences }: PlannedString) => {
    const now = new Date().toISOString();
    const next = repeat === null ? { from, until } : (occurrences.find((one) => one.from > now) ?? { from, until });
    const isOpen = next.from <= now;
    return act(page, {
      mutation: isOpen ? 'setSavedString' : 'planSavedString',
      args: isOpen ? { value, until, note } : { value, note, ...next, ...(repeat !== null && { repeat, timeZone }) },
      isDone: async () => isOpen || (await api.readPlanned()).some((string) => string.value === value),
      done: 'It is planned again.',
    });
  };

  const cancel = async (string: PlannedString) => {
    const { id } = string;
    const isCancelled = await act(page, {
      mutation: 'cancelPlanned',
      args: { id },
      isDone: async () => !(await api.readPlanned()).some((planned) => planned.id === id),
      done: 'Cancelled.',
      undo: () => planAgain(string),
    });
    if (isCancelled) byId('planned-title').focus();
  };

  const skip = async (string: PlannedString, occurrence: string, isSkipped: boolean): Promise<void> => {
    const { id } = string;
    await act(page, {
      mutation: 'skipPlanned',
      args: { id, occurrence, skip: isSkipped },
      isDone: async () =>
        (await api.readPlanned()).some((one) => one.id === id && one.skipped.includes(occurrence) === isSkipped),
      done: isSkipped ? 'Skipped, this once.' : 'It takes place again.',
      undo: () => skip(string, occurrence, !isSkipped),
    });
    byId('planned-title').focus();
  };

  const drawOccurrences = (string: PlannedString): HTMLElement => {
    const { occurrences, skipped } = string;
    const coming = occurrences.map((one) => ({ ...one, isSkipped: false }));
    const left = skipped.map((from) => ({ from, until: null, isSkipped: true }));
    const rows = [...coming, ...left]
      .toSorted((one, other) => (one.from < other.from ? -1 : 1))
      .map(({ isSkipped, ...one }) => {
        const when = formatOccurrence(one);
        const [verb, words] = isSkipped ? ['Take place', `${when}: skipped `] : ['Skip', `${when} `];
        return element(
          'li',
          {},
          words,
          button(verb, `${verb}: ${when}`, () => void skip(string, one.from, !isSkipped)),
        );
      });
    const open = element('details', { open: skipped.length > 0 }, element('summary', {}, 'The next times'));
    open.append(element('ul', { className: 'list' }, ...rows));
    return open;
  };

  const drawEntry = (string: PlannedString) => {
    const { value, repeat, note, plannedBy, occurrences } = string;
    const isShown = string.value === page.newest()?.value && occurrences[0]?.until === page.newest()?.until;
    const when = `${describePlan(string)}${isShown ? ' (visitors read it now)' : ''}`;
    const box = element('p', { className: 'text box' });
    fill(box, value, drawText(value));
    return element(
      'li',
      {},
      element('p', { className: 'when' }, when),
      element('p', { className: 'about' }, `Planned by ${plannedBy}`),
      ...(note ? [element('p', { className: 'note', dir: 'auto' }, note)] : []),
      box,
      ...(repeat === null ? [] : [drawOccurrences(string)]),
      element(
        'p',
        { className: 'buttons' },
        button('Change', `Change: ${when}`, () => onChange(string)),
        button('Cancel', `Cancel: ${when}`, () => void cancel(string)),
      ),
    );
  };

  /** A later call makes an earlier one void. */
  const load = async () => {
    const mine = ++calls;
    const read = isSignedIn ? await api.readPlanned() : [];
    if (mine !== calls) return;
    strings = read;
    byId('plan').replaceChildren(...strings.map(drawEntry));
    empty.hidden = strings.length > 0;
    empty.textContent = 'Nothing is planned. To plan something, choose when, under “Change it”.';
    section.hidden = !isSignedIn;
    if (isSignedIn) onSee();
  };

  const reload = async (): Promise<void> => {
    try {
      await load();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      empty.hidden = false;
      empty.textContent = `${error.message} What is planned may be more than this.`;
      setTimeout(reload, RETRY_MS);
    }
  };

  return {
    find: (id: string): PlannedString | undefined => strings.find((string) => string.id === id),
    see: (_revision: Revision): Promise<void> => reload(),
    setSignedIn: (now: boolean): Promise<void> => {
      isSignedIn = now;
      return reload();
    },
  };
};
