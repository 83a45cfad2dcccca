import type { Occurrence, PlannedString } from '../client/client.ts';
import { untilRead } from './api.ts';
import { act, planAgain, type Surroundings, tellRead } from './change.ts';
import { button, byId, drawNote, element, fold } from './dom.ts';
import { capitalize, describePlan } from './plan-words.ts';
import { drawBox } from './render-text.ts';
import { nextRead, quote, readNow } from './shown.ts';
import { formatSpan, now } from './times.ts';

/** So many times of a string that repeats are listed. */
const LISTED = 8;

interface Options {
  /** Called when an editor wants to change a planned string. */
  onChange(string: PlannedString): void;
  /** Called when what is planned is known. */
  onSee(): void;
}

/** Lists what begins or ends by itself, to be changed, skipped or cancelled. Only editors may see it. */
export const createPlanned = (page: Surroundings, { onChange, onSee }: Options) => {
  const { api } = page;
  const section = byId('planned');
  const empty = byId('plan-empty');
  const nothing = empty.textContent;
  let calls = 0;
  let strings: readonly PlannedString[] = [];
  /** The ids of those whose folded parts are open. */
  const unfolded = new Set<string>();
  /** The id of the one that has the focus when it is drawn again. */
  let focused: string | undefined;

  /** Saves what visitors read until a moment ago, until it would have ended. */
  const saveAgain = ({ value, note, occurrences: [open] }: PlannedString) =>
    act(page, {
      mutation: 'setSavedString',
      args: { value, note, until: open?.until },
      done: (revision) => tellRead(revision, strings),
    });

  const cancel = async (string: PlannedString) => {
    const others = strings.filter((other) => other !== string);
    const wasShown = readNow(strings) === string;
    const isOnce = string.repeat === null;
    // One that has begun behind another begins again when visitors would have read it.
    const from = isOnce && string.from <= now() ? nextRead(strings, string) : string.from;
    const undo = async (begin: string) => {
      if (!wasShown || !isOnce) await planAgain(page, string, begin);
      if (wasShown) await saveAgain(string);
    };
    const isCancelled = await act(page, {
      mutation: 'cancelPlanned',
      args: { id: string.id },
      done: (revision) =>
        wasShown
          ? `Cancelled. ${tellRead(revision, others)}`
          : `Cancelled: ${quote(string.value)}, ${describePlan(string)}.`,
      undo: from === undefined ? undefined : () => undo(from),
    });
    if (isCancelled) byId('planned-title').focus();
  };

  const skip = async (string: PlannedString, occurrence: Occurrence, isSkipped: boolean): Promise<void> => {
    const when = formatSpan(occurrence.from, occurrence.until, string.timeZone ?? undefined);
    const wasShown = occurrence.from <= now() && readNow(strings) === string;
    const undo = wasShown ? () => saveAgain(string) : () => skip(string, occurrence, !isSkipped);
    focused = string.id;
    const isMade = await act(page, {
      mutation: 'skipPlanned',
      args: { id: string.id, occurrence: occurrence.from, skip: isSkipped },
      done: (revision) =>
        `${isSkipped ? 'Skipped' : 'Not skipped'}: ${when}.${wasShown ? ` ${tellRead(revision, strings)}` : ''}`,
      // One that has begun is over once it is skipped.
      undo: wasShown || occurrence.from > now() ? undo : undefined,
    });
    if (!isMade) focused = undefined;
  };

  const remember = (id: string) => (isOpen: boolean) => (isOpen ? unfolded.add(id) : unfolded.delete(id));

  const drawOccurrences = (string: PlannedString) => {
    const left = string.skipped.filter((from) => from > now()).map((from) => ({ from, until: null, isSkipped: true }));
    const listed = string.occurrences.slice(0, LISTED).map((one) => ({ ...one, isSkipped: false }));
    const all = [...listed, ...left].toSorted((one, other) => (one.from < other.from ? -1 : 1));
    const [next = '', ...others] = all.map(({ isSkipped, ...one }, index) => {
      const when = formatSpan(one.from, one.until, string.timeZone ?? undefined);
      const verb = isSkipped ? 'Don’t skip' : 'Skip';
      const words = capitalize(`${index === 0 ? 'Next: ' : ''}${when}${isSkipped ? ': skipped' : ''}`);
      return element(
        'li',
        {},
        words,
        button(verb, `${verb}: ${when}`, () => void skip(string, one, !isSkipped)),
      );
    });
    if (string.occurrences.length > LISTED) others.push(element('li', {}, 'And so on'));
    const list = (...items: (Node | string)[]) => element('ul', { className: 'times' }, ...items);
    const later = fold('The times after that', remember(string.id), list(...others));
    later.open = unfolded.has(string.id) || all.slice(1).some(({ isSkipped }) => isSkipped);
    return [list(next), others.length > 0 && later];
  };

  const drawEntry = (string: PlannedString, isShown: boolean, behind: readonly PlannedString[]): HTMLElement => {
    const { id, value, repeat, note, plannedBy } = string;
    const when = `${capitalize(describePlan(string))}${isShown ? ' (visitors read it now)' : ''}`;
    const entry = element(
      'li',
      { tabIndex: -1 },
      element('p', { className: 'when' }, when),
      element('p', { className: 'about' }, `Planned by ${plannedBy}`),
      drawNote(note),
      drawBox(value),
      ...(repeat === null ? [] : drawOccurrences(string)),
      element(
        'p',
        { className: 'buttons' },
        button('Change', `Change: ${when}`, () => onChange(string)),
        button('Cancel', `Cancel: ${when}`, () => void cancel(string)),
      ),
    );
    if (behind.length > 0) {
      const drawn = behind.map((other) => drawEntry(other, false, []));
      const list = element('ul', { className: 'list' }, ...drawn);
      const folded = fold('More behind it: the last comes back if this is cancelled', remember('behind'), list);
      folded.open = unfolded.has('behind');
      entry.append(folded);
    }
    entry.dataset.id = id;
    return entry;
  };

  /** A later call makes an earlier one void. */
  const load = async () => {
    const mine = ++calls;
    const read = page.isSignedIn() ? await api.readPlanned() : [];
    if (mine !== calls) return;
    strings = read;
    const shown = readNow(strings);
    // A string that has begun, and ends behind another, is there only until that one is cancelled.
    const isBehind = (string: PlannedString) => nextRead(strings, string) === undefined;
    const entries = strings.flatMap((string) => {
      if (isBehind(string)) return [];
      return drawEntry(string, string === shown, string === shown ? strings.filter(isBehind) : []);
    });
    byId('plan').replaceChildren(...entries);
    entries.find(({ dataset }) => dataset.id === focused)?.focus();
    focused = undefined;
    empty.hidden = strings.length > 0;
    empty.textContent = nothing;
    section.hidden = !page.isSignedIn();
    onSee();
  };

  const see = untilRead(load, ({ message }) => {
    empty.hidden = false;
    empty.textContent = `${message} What is planned may be more than this.`;
  });

  return { strings: () => strings, see };
};
