import type { Revision } from '../../domain/revision.ts';
import { Refusal } from '../client/refusal.ts';
import type { PlannedString } from './api.ts';
import { act, type Surroundings } from './change.ts';
import { button, byId, element, say } from './dom.ts';
import { drawText } from './render-text.ts';
import { formatTime } from './times.ts';

/** Lists the strings that are to begin by themselves, and cancels them. Only editors may see it. */
export const createPlanned = (page: Surroundings) => {
  const { api } = page;
  const section = byId('planned');
  const status = byId('planned-status');
  let newest: Revision | undefined;
  let isSignedIn = false;
  let calls = 0;

  const cancel = async ({ id }: PlannedString) => {
    if (!newest) return;
    const { version: expectedVersion } = newest;
    const isCancelled = await act(page, {
      status,
      send: () => api.cancel(id, expectedVersion),
      isDone: async () => !(await api.readPlanned()).some((planned) => planned.id === id),
      expectedVersion,
      done: 'Cancelled. It will not begin.',
      late: 'Not cancelled: someone else made a change first. Look at the list, then cancel it again.',
    });
    if (isCancelled) byId('planned-title').focus();
  };

  const drawEntry = (planned: PlannedString) => {
    const { value, from, until, note, plannedBy } = planned;
    const when = `From ${formatTime(from)}${until === null ? '' : ` until ${formatTime(until)}`}`;
    return element(
      'li',
      {},
      element('p', { className: 'about' }, `${when} · planned by ${plannedBy}`),
      ...(note ? [element('p', { className: 'note', dir: 'auto' }, note)] : []),
      element('p', { className: 'text box' }, ...drawText(value)),
      button('Cancel', `Cancel: ${when}`, () => void cancel(planned)),
    );
  };

  /** A later call makes an earlier one void. */
  const load = async () => {
    const mine = ++calls;
    const read = isSignedIn ? await api.readPlanned() : [];
    if (mine !== calls) return;
    byId('plan').replaceChildren(...read.map(drawEntry));
    if (read.length > 0) section.hidden = false;
    else if (!isSignedIn) section.hidden = true;
  };

  const reload = async (): Promise<void> => {
    try {
      await load();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      say(status, error.message, 'bad');
    }
  };

  return {
    see: (revision: Revision): Promise<void> => {
      newest = revision;
      return reload();
    },
    setSignedIn: (now: boolean): Promise<void> => {
      isSignedIn = now;
      return reload();
    },
  };
};
