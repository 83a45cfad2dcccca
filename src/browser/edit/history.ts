import type { Revision } from '../../domain/revision.ts';
import type { PlannedString } from '../client/client.ts';
import type { Refusal } from '../client/refusal.ts';
import { refused, untilRead } from './api.ts';
import { act, planAgain, type Surroundings, tellNow, toRestore } from './change.ts';
import { button, byId, drawNote, element, fill, fold, say } from './dom.ts';
import { describePlan } from './plan-words.ts';
import { drawBox, drawChange } from './render-text.ts';
import { quote } from './shown.ts';
import { formatDuration, formatTime, now } from './times.ts';

const PAGE_SIZE = 10;

/** Lists who changed the string, when, why and how, and brings old strings back. */
export const createHistory = (page: Surroundings) => {
  const { api, newest } = page;
  const list = byId('revisions');
  const more = byId('more');
  let calls = 0;
  /** The oldest revision listed that changed the text, and the place after the last one. */
  let last: Revision | undefined;
  let after: string | undefined;
  let isBusy = false;

  /** Says why something could not be read. */
  const complain = ({ message }: Refusal) => say(message, 'bad');

  const bringBack = async (revision: Revision) => {
    const before = newest();
    if (isBusy || !before) return;
    isBusy = true;
    const isBack = await act(page, {
      ...toRestore(page, revision),
      done: `It is back. ${tellNow(revision, page.strings())}`,
      undo: () => act(page, toRestore(page, before)),
    });
    isBusy = false;
    if (isBack) byId('now').focus({ preventScroll: true });
  };

  const describe = ({ savedBy, savedAt }: Revision): string[] => [
    savedBy ?? 'Before the first save',
    ...(savedAt ? [formatTime(savedAt)] : []),
  ];

  /** Says what revisions changed of what is planned, each at its place, to editors. */
  const tellPlan = async (places: ReadonlyMap<Revision, HTMLElement>): Promise<void> => {
    const tell = async ({ version, savedAt, keeps }: Revision, place: HTMLElement) => {
      const [before = [], after = []] = await Promise.all([version - 1, version].map(api.readPlanned));
      const words = (string: PlannedString) => JSON.stringify({ ...string, occurrences: [] });
      const isNew = (string: PlannedString) => !before.some((old) => words(old) === words(string));
      const drawn: HTMLElement[] = after.filter(isNew).map((string) => {
        const what = before.some(({ id }) => id === string.id) ? 'Changed' : 'Planned';
        return element('p', {}, `${what}: ${quote(string.value)}, ${describePlan(string)}`);
      });
      // A string that has ended by itself, or was replaced, is not cancelled.
      const isCancelled = ({ id, occurrences }: PlannedString) =>
        !after.some((other) => other.id === id) &&
        occurrences.some(({ from, until }) => String(savedAt) < (keeps === null ? from : (until ?? from)));
      for (const string of before.filter(isCancelled)) {
        const { value, from, repeat } = string;
        const isBack = page.strings().some((other) => other.value === value && other.from === from);
        const about = `Cancelled: ${quote(value)}, ${describePlan(string)}`;
        const again = button('Bring back', `Bring back: ${about}`, () => void planAgain(page, string));
        // A string that had begun was shown, and has a place of its own in the history.
        drawn.push(element('p', {}, about), ...((repeat !== null || from > now()) && !isBack ? [again] : []));
      }
      place.replaceChildren(...drawn);
    };
    if (!page.isSignedIn()) return;
    await Promise.all([...places].map(([revision, place]) => tell(revision, place))).catch(refused(complain));
  };

  /** @param older The revision that this one replaced, if any. @param newer The next one with another text. */
  const drawEntry = (revision: Revision, older: Revision | undefined, newer: Revision | undefined) => {
    const { version, value, savedAt, note, restores, until } = revision;
    const about = [
      ...describe(revision),
      ...(savedAt && newer?.savedAt ? [`stood for ${formatDuration(savedAt, newer.savedAt)}`] : []),
      ...(restores === null ? [] : ['brought back']),
      ...(until === null ? [] : [`planned to end ${formatTime(until)}`]),
    ].join(' · ');
    const text = drawBox(value);
    const changes = element('p', { className: 'text' });
    const plan = element('div');
    const onToggle = (isOpen: boolean) => {
      if (!isOpen) return;
      if (older) fill(changes, older.value + value, drawChange(older.value, value));
      void tellPlan(new Map([[revision, plan]]));
    };
    const entry = element(
      'li',
      { tabIndex: -1 },
      element('p', { className: 'about' }, about),
      drawNote(note),
      text,
      older && older.value !== value && fold('What changed', onToggle, changes, plan),
      page.isSignedIn() &&
        version !== (newest()?.keeps ?? newest()?.version) &&
        button('Bring back', `Bring back: ${about}`, () => void bringBack(revision)),
    );
    entry.dataset.version = String(version);
    return entry;
  };

  /** Folds revisions that left the text as it was, and changed what is planned. */
  const drawFold = (revisions: readonly Revision[]) => {
    const places = new Map(revisions.map((revision) => [revision, element('div')]));
    const rows = [...places].map(([revision, place]) => {
      const about = [...describe(revision), revision.note].filter(Boolean).join(' · ');
      return element('li', { className: 'about' }, about, place);
    });
    const summary = rows.length === 1 ? 'The plan was changed' : `The plan was changed ${rows.length} times`;
    const list = element('ul', {}, ...rows);
    return element(
      'li',
      { tabIndex: -1 },
      fold(summary, (isOpen) => isOpen && tellPlan(places), list),
    );
  };

  /**
   * Reads a page and draws it: the newest one, or the one after what is listed. A later call makes an earlier one void.
   * One revision more is read, to show what the last one changed.
   */
  const load = async (isMore: boolean): Promise<void> => {
    const mine = ++calls;
    byId('history').hidden = false;
    const { edges, pageInfo } = await api.readHistory(PAGE_SIZE + 1, isMore ? after : undefined);
    if (mine !== calls) return;
    if (!isMore) last = undefined;
    const shown = pageInfo.hasNextPage ? edges.slice(0, -1) : edges;
    const entries: HTMLElement[] = [];
    let kept: Revision[] = [];
    for (const [index, { node }] of shown.entries()) {
      if (node.keeps !== null) kept.push(node);
      if (kept.length > 0 && (node.keeps === null || index === shown.length - 1)) {
        entries.push(drawFold(kept));
        kept = [];
      }
      if (node.keeps !== null) continue;
      entries.push(drawEntry(node, edges[index + 1]?.node, last));
      last = node;
    }
    after = shown.at(-1)?.cursor;
    more.hidden = !pageInfo.hasNextPage;
    if (!isMore) list.replaceChildren();
    list.append(...entries);
    if (isMore) entries[0]?.focus();
  };

  more.onclick = () => load(true).catch(refused(complain));

  return {
    /** Draws what was read at a moment. */
    draw: (revision: Revision): HTMLElement => drawEntry(revision, undefined, undefined),
    see: untilRead(() => load(false), complain),
  };
};
