import type { Revision } from '../../domain/revision.ts';
import { Refusal } from '../client/refusal.ts';
import { act, type Surroundings } from './change.ts';
import { button, byId, element, say } from './dom.ts';
import { drawChange, drawText } from './render-text.ts';
import { formatDuration, formatTime, toInstant } from './times.ts';

const PAGE_SIZE = 10;

/** A longer change, in UTF-16 code units, is folded and drawn when it is asked for. */
const LONG = 400;

/** Lists who changed the string, when, why and how, and brings old strings back. */
export const createHistory = (page: Surroundings) => {
  const { api } = page;
  const list = byId('revisions');
  const more = byId('more');
  const status = byId('history-status');
  const search = byId('search');
  const found = byId('found');
  let newest: Revision | undefined;
  let calls = 0;
  /** The last revision listed, and its cursor. */
  let last: Revision | undefined;
  let after: string | undefined;
  let isSignedIn = false;
  let isBusy = false;

  const bringBack = async ({ version, value }: Revision) => {
    if (isBusy || !newest) return;
    isBusy = true;
    const { version: expectedVersion } = newest;
    const isBack = await act(page, {
      status,
      send: () => api.restore(version, expectedVersion),
      isDone: (current) => current.value === value,
      expectedVersion,
      done: 'It is back. Every visitor reads it from now on.',
      late: 'Not brought back: someone else saved first. Look at what visitors read now.',
    });
    isBusy = false;
    if (isBack) byId('now').focus();
  };

  /** @param older The revision that this one replaced, if any. @param newer The revision that replaced this one. */
  const drawEntry = (revision: Revision, older: Revision | undefined, newer: Revision | undefined) => {
    const { version, value, savedAt, savedBy, note, restores, until, keeps } = revision;
    const text = element('p', { className: 'text box' });
    const drawChanges = () => text.replaceChildren(...(older ? drawChange(older.value, value) : drawText(value)));
    const isLong = value.length + (older?.value.length ?? 0) > LONG;
    if (!isLong) drawChanges();
    const about = [
      savedBy ?? 'Before the first save',
      ...(savedAt ? [formatTime(savedAt)] : []),
      ...(savedAt && newer?.savedAt ? [`stood for ${formatDuration(savedAt, newer.savedAt)}`] : []),
      ...(restores === null ? [] : ['brought back']),
      ...(until === null ? [] : [`ends at ${formatTime(until)}`]),
      ...(keeps === null ? [] : ['changed what is planned']),
    ].join(' · ');
    const entry = element(
      'li',
      { tabIndex: -1 },
      element('p', { className: 'about' }, about),
      ...(note ? [element('p', { className: 'note', dir: 'auto' }, note)] : []),
      ...(keeps === null
        ? [isLong ? element('details', { ontoggle: drawChanges }, element('summary', {}, 'What changed'), text) : text]
        : []),
      ...(isSignedIn && keeps === null && version !== newest?.version
        ? [button('Bring back', `Bring back: ${about}`, () => void bringBack(revision))]
        : []),
    );
    entry.dataset.version = String(version);
    return entry;
  };

  /**
   * Reads a page and draws it: the newest one, or the one after what is listed. A later call makes an earlier one void.
   * One revision more is read, to show what the last one changed.
   */
  const load = async (isMore: boolean): Promise<void> => {
    const mine = ++calls;
    const { edges, pageInfo } = await api.readHistory(PAGE_SIZE + 1, isMore ? after : undefined);
    if (mine !== calls) return;
    const shown = pageInfo.hasNextPage ? edges.slice(0, -1) : edges;
    const entries = shown.map(({ node }, index) => {
      const newer = index === 0 && isMore ? last : shown[index - 1]?.node;
      return drawEntry(node, edges[index + 1]?.node, newer);
    });
    last = shown.at(-1)?.node;
    after = shown.at(-1)?.cursor;
    more.hidden = !pageInfo.hasNextPage;
    if (!isMore) list.replaceChildren();
    list.append(...entries);
    if (isMore) entries[0]?.focus();
  };

  const whileReachable = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      say(status, error.message, 'bad');
    }
    byId('history').hidden = false;
  };

  search.addEventListener('submit', async (event) => {
    event.preventDefault();
    await whileReachable(async () => {
      const revision = await api.readAt(toInstant(byId<HTMLInputElement>('at').value));
      say(status, revision ? '' : 'Nobody had saved a string by then.');
      found.replaceChildren(...(revision ? [drawEntry({ ...revision, keeps: null }, undefined, undefined)] : []));
      if (revision) found.focus();
    });
  });
  more.addEventListener('click', () => whileReachable(() => load(true)));

  return {
    see: (revision: Revision): Promise<void> => {
      newest = revision;
      return whileReachable(() => load(false));
    },
    setSignedIn: (now: boolean): void => {
      const isNew = now !== isSignedIn;
      isSignedIn = now;
      if (isNew && newest) void whileReachable(() => load(false));
    },
  };
};
