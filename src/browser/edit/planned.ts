import type { Revision } from '../../domain/revision.ts';
import { Refusal } from '../client/refusal.ts';
import type { Occurrence, PlannedString } from './api.ts';
import { act, type Surroundings } from './change.ts';
import { button, byId, element, fill } from './dom.ts';
import { capitalize, describePlan } from './plan-words.ts';
import { drawText } from './render-text.ts';
import { formatSpan } from './times.ts';

/** How soon what could not be read is read again. */
const RETRY_MS = 3_000;

interface Options {
  /** Called when an editor wants to change a planned string. */
  onChange(string: PlannedString): void;
  /** Called when what is planned is known. */
  onSee(): void;
}

const isBegun = (from: string): boolean => from <= new Date().toISOString();

/** Lists what begins or ends by itself, to be changed, skipped or cancelled. Only editors may see it. */
export const createPlanned = (page: Surroundings, { onChange, onSee }: Options) => {
  const { api } = page;
  const section = byId('planned');
  const empty = byId('plan-empty');
  let isSignedIn = false;
  let calls = 0;
  let strings: readonly PlannedString[] = [];
  /** The ids of those whose later times are shown. */
  const unfolded = new Set<string>();
  /** The id of the one that has the focus when it is drawn again. */
  let focused: string | undefined;

  /** Whether visitors read it now. */
  const isShown = ({ value, occurrences: [next] }: PlannedString): boolean =>
    value === page.newest()?.value && next?.until === page.newest()?.until;

  /** Saves what visitors read until a moment ago, until it would have ended. */
  const saveAgain = ({ value, note, occurrences: [open] }: PlannedString, done: string) =>
    act(page, { mutation: 'setSavedString', args: { value, note, until: open?.until }, done });

  const toSkip = ({ id }: Pick<PlannedString, 'id'>, occurrence: string, skip: boolean) => ({
    mutation: 'skipPlanned' as const,
    args: { id, occurrence, skip },
  });

  /** Plans again what was cancelled, with what it skips. */
  const planAgain = async (string: PlannedString, wasShown: boolean) => {
    const { value, note, from, until, repeat, timeZone, skipped } = string;
    const done = 'It is planned again.';
    if (repeat !== null || !wasShown) {
      // What had begun behind another text waits for that one's end.
      const begin = repeat === null && isBegun(from) ? page.newest()?.until : from;
      const args = { value, note, from: begin, until, ...(repeat !== null && { repeat, timeZone }) };
      const isMade = await act(page, { mutation: 'planSavedString', args, isAddition: true, done });
      // It is named after the version that planned it.
      const id = String(page.newest()?.version);
      for (const occurrence of skipped) if (isMade) await act(page, { ...toSkip({ id }, occurrence, true), done });
    }
    if (wasShown) await saveAgain(string, done);
  };

  const cancel = async (string: PlannedString) => {
    const wasShown = isShown(string);
    const isCancelled = await act(page, {
      mutation: 'cancelPlanned',
      args: { id: string.id },
      done: `Cancelled: ${describePlan(string)}.`,
      undo: () => planAgain(string, wasShown),
    });
    if (isCancelled) byId('planned-title').focus();
  };

  const skip = async (string: PlannedString, occurrence: Occurrence, isSkipped: boolean): Promise<void> => {
    const when = formatSpan(occurrence.from, occurrence.until, string.timeZone ?? undefined);
    // One that has begun is over once it is skipped.
    const undo = !isBegun(occurrence.from)
      ? () => skip(string, occurrence, !isSkipped)
      : isShown(string) && (() => saveAgain(string, `Visitors read it again: ${when}.`));
    focused = string.id;
    const done = `${isSkipped ? 'Skipped' : 'Not skipped'}: ${when}.`;
    const isMade = await act(page, { ...toSkip(string, occurrence.from, isSkipped), done, ...(undo && { undo }) });
    if (!isMade) focused = undefined;
  };

  const drawOccurrences = (string: PlannedString): HTMLElement[] => {
    const { id, occurrences, skipped } = string;
    const left = skipped.filter((from) => !isBegun(from)).map((from) => ({ from, until: null, isSkipped: true }));
    const all = [...occurrences.map((one) => ({ ...one, isSkipped: false })), ...left];
    const [next, ...others] = all.toSorted((one, other) => (one.from < other.from ? -1 : 1));
    const draw = (one: (typeof all)[number] | undefined, before = '') => {
      if (!one) return '';
      const { isSkipped, ...occurrence } = one;
      const when = formatSpan(occurrence.from, occurrence.until, string.timeZone ?? undefined);
      const verb = isSkipped ? 'Don’t skip' : 'Skip';
      const words = capitalize(`${before}${when}${isSkipped ? ': skipped' : ''}`);
      return element(
        'li',
        {},
        words,
        button(verb, `${verb}: ${when}`, () => void skip(string, occurrence, !isSkipped)),
      );
    };
    const list = (...items: (Node | string)[]) => element('ul', { className: 'times' }, ...items);
    const isOpen = unfolded.has(id) || others.some(({ isSkipped }) => isSkipped);
    const later = element('details', { open: isOpen, hidden: others.length === 0 });
    later.append(element('summary', {}, 'Later times'), list(...others.map((one) => draw(one))));
    later.ontoggle = () => void (later.open ? unfolded.add(id) : unfolded.delete(id));
    return [list(draw(next, 'Next: ')), later];
  };

  const drawEntry = (string: PlannedString) => {
    const { id, value, repeat, note, plannedBy } = string;
    const when = `${capitalize(describePlan(string))}${isShown(string) ? ' (visitors read it now)' : ''}`;
    const box = element('p', { className: 'text' });
    fill(box, value, drawText(value));
    const entry = element(
      'li',
      { tabIndex: -1 },
      element('p', { className: 'when' }, when),
      element('p', { className: 'about' }, `Planned by ${plannedBy}`),
      ...(note ? [element('p', { className: 'note', dir: 'auto' }, note)] : []),
      box,
      ...(repeat === null ? [] : drawOccurrences(string)),
      element(
        'p',
        { className: 'buttons' },
        button('Change', `Change: ${when}`, () => onChange(string)),
        button('Cancel', `Cancel: ${when}`, () => void cancel(string)),
      ),
    );
    entry.dataset.id = id;
    return entry;
  };

  /** A later call makes an earlier one void. */
  const load = async () => {
    const mine = ++calls;
    const read = isSignedIn ? await api.readPlanned() : [];
    if (mine !== calls) return;
    strings = read;
    const entries = strings.map(drawEntry);
    byId('plan').replaceChildren(...entries);
    entries.find(({ dataset }) => dataset.id === focused)?.focus();
    focused = undefined;
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
