import './edit.css';
import { toHeading } from '../../domain/heading.ts';
import type { Revision } from '../../domain/revision.ts';
import { Refusal } from '../client/refusal.ts';
import { createApi } from './api.ts';
import type { Surroundings } from './change.ts';
import { byId } from './dom.ts';
import { createHistory } from './history.ts';
import { createPlanned } from './planned.ts';
import { createSignIn } from './sign-in.ts';
import { storedToken } from './tab-storage.ts';
import { formatTime, zoneName } from './times.ts';
import { createWrite } from './write.ts';

/** How often the page looks for changes of others. */
const REFRESH_MS = 30_000;

const api = createApi(storedToken.read);
let newest: Revision | undefined;

const showNow = ({ value, savedAt, savedBy }: Revision): void => {
  byId('now-section').hidden = false;
  const now = byId('now');
  now.textContent = toHeading(value, now.dataset.heading ?? '{}');
  now.classList.toggle('empty', value === '');
  byId('now-about').textContent = savedAt === null ? '' : `Saved by ${savedBy} at ${formatTime(savedAt)}`;
};

const see = (revision: Revision): void => {
  if (newest && revision.version <= newest.version) return;
  newest = revision;
  showNow(revision);
  write.see(revision);
  void planned.see(revision);
  void history.see(revision);
};

const signIn = createSignIn({
  api,
  onChange: (viewer) => {
    for (const part of [write, planned, history]) void part.setSignedIn(viewer !== undefined);
  },
});
const page: Surroundings = {
  api,
  see,
  refuse: signIn.refuse,
  changed: (revision) => {
    write.rebase(revision);
    see(revision);
  },
};
const planned = createPlanned(page);
const write = createWrite(page);
const history = createHistory(page);

const refresh = async (): Promise<void> => {
  if (document.hidden) return;
  try {
    see(await api.readLatest());
    if (newest) showNow(newest);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    byId('now-about').textContent = `${error.message} This may be an older string.`;
  }
};

for (const place of document.querySelectorAll('.zone')) place.textContent = `Times are those of ${zoneName()}.`;
document.addEventListener('visibilitychange', refresh);
setInterval(refresh, REFRESH_MS);
await signIn.resume(refresh());
