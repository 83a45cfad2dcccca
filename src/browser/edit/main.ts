import './edit.css';
import { toHeading } from '../../domain/heading.ts';
import type { Revision } from '../../domain/revision.ts';
import { Refusal } from '../client/refusal.ts';
import { createApi } from './api.ts';
import type { Surroundings } from './change.ts';
import { byId, fill } from './dom.ts';
import { createHistory } from './history.ts';
import { createPlanned } from './planned.ts';
import { createPreview } from './preview.ts';
import { createSignIn } from './sign-in.ts';
import { storedToken } from './storage.ts';
import { clockOf, formatTime, zone } from './times.ts';
import { createWrite } from './write.ts';

/** How often a visible page looks for changes of others. */
const REFRESH_MS = 2_000;

const api = createApi(storedToken.read);
let newest: Revision | undefined;

const showNow = ({ value, savedAt, savedBy, note, until }: Revision): void => {
  for (const id of ['now-section', 'moment']) byId(id).hidden = false;
  const now = byId('now');
  fill(now, value, [toHeading(value, now.dataset.heading ?? '{}')]);
  const about = savedAt === null ? [] : [`Saved by ${savedBy}, ${formatTime(savedAt)}`];
  if (until !== null) about.push(`until ${formatTime(until)}`);
  byId('now-about').textContent = about.join(' · ');
  byId('now-note').textContent = note ?? '';
};

const see = (revision: Revision): void => {
  if (newest && revision.version <= newest.version) return;
  newest = revision;
  showNow(revision);
  write.see(revision);
  void planned.see(revision);
  void history.see();
};

const signIn = createSignIn({
  api,
  onChange: (viewer) => {
    for (const part of [write, planned, history]) void part.setSignedIn(viewer !== undefined);
  },
});
const page: Surroundings = {
  api,
  newest: () => newest,
  see,
  refuse: signIn.refuse,
  changed: (revision) => {
    write.rebase(revision);
    see(revision);
  },
};
const planned = createPlanned(page, {
  onChange: (string) => write.change(string),
  onSee: () => write.seePlanned(),
});
const write = createWrite(page, planned.find);
const history = createHistory(page);
createPreview(api, history.draw);

let isUnreachable = false;
const refresh = async (): Promise<void> => {
  if (document.hidden) return;
  try {
    see(await api.readShown());
    if (isUnreachable && newest) showNow(newest);
    isUnreachable = false;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    isUnreachable = true;
    byId('now-about').textContent = `${error.message} This may be an older text.`;
  }
};

for (const place of document.querySelectorAll('.zone')) place.textContent = clockOf(zone) && `(${clockOf(zone)})`;
document.addEventListener('visibilitychange', refresh);
const repeat = async (): Promise<void> => {
  await refresh();
  setTimeout(repeat, REFRESH_MS);
};
await signIn.resume(repeat());
