import './edit.css';
import { toHeading } from '../../domain/heading.ts';
import type { Revision } from '../../domain/revision.ts';
import { createApi, refused } from './api.ts';
import type { Surroundings } from './change.ts';
import { byId, fill, retract } from './dom.ts';
import { createHistory } from './history.ts';
import { createPlanned } from './planned.ts';
import { createPreview } from './preview.ts';
import { describeEnd } from './shown.ts';
import { createSignIn } from './sign-in.ts';
import { storedToken } from './storage.ts';
import { clockOf, formatTime, noteTime, zone } from './times.ts';
import { createWrite } from './write.ts';

/** How often a visible page looks for changes of others. */
const REFRESH_MS = 2_000;

const api = createApi(storedToken.read);
let newest: Revision | undefined;
let isSignedIn = false;

/** Who saved what visitors read, and why, which a change of the plan or a return of the text does not say. */
let source: Pick<Revision, 'version' | 'savedBy' | 'savedAt' | 'note'> | undefined;

const showNow = (): void => {
  if (!newest) return;
  for (const id of ['now-section', 'moment']) byId(id).hidden = false;
  const now = byId('now');
  fill(now, newest.value, [toHeading(newest.value, now.dataset.heading ?? '{}')]);
  const saved = source?.savedAt ? [`Saved by ${source.savedBy}`, `shown since ${formatTime(source.savedAt)}`] : [];
  byId('now-about').textContent = [...saved, describeEnd(planned.strings(), newest.until)].filter(Boolean).join(' · ');
  byId('now-note').textContent = source?.note ?? '';
};

const findSource = async (revision: Revision): Promise<void> => {
  const { keeps } = revision;
  if (keeps !== null && source?.version === keeps) return;
  source = undefined;
  // A revision that can't be read now is left out.
  const read = (version: number) => api.readRevision(version).catch(() => null);
  const shown = keeps === null ? revision : await read(keeps);
  const saved = shown?.restores == null ? shown : await read(shown.restores);
  if (revision === newest && shown && saved) source = { ...shown, savedBy: saved.savedBy };
};

const see = (revision: Revision): void => {
  if (newest && revision.version <= newest.version) return;
  newest = revision;
  // An undo would take away what someone else has saved meanwhile.
  if (revision.keeps === null) retract();
  noteTime(revision.savedAt ?? '');
  write.see();
  void planned.see();
  void history.see();
  void findSource(revision).then(showNow);
  showNow();
};

const signIn = createSignIn({
  api,
  onChange: (viewer) => {
    const isNew = isSignedIn !== (viewer !== undefined);
    isSignedIn = viewer !== undefined;
    write.seeEditor();
    void planned.see();
    if (isNew && newest) void history.see();
  },
  mayLeave: () => write.forget(),
});
const page: Surroundings = {
  api,
  newest: () => newest,
  strings: () => planned.strings(),
  isSignedIn: () => isSignedIn,
  see,
  refuse: signIn.refuse,
  changed: (revision) => {
    write.rebase(revision);
    see(revision);
  },
};
const planned = createPlanned(page, {
  onChange: (string) => write.change(string),
  onSee: () => {
    showNow();
    write.seePlanned();
  },
});
const write = createWrite(page);
const history = createHistory(page);
createPreview(api, history.draw);

let isUnreachable = false;
const look = async (): Promise<void> => {
  see(await api.readShown());
  if (isUnreachable) showNow();
  isUnreachable = false;
};
const refresh = async (): Promise<void> => {
  if (document.hidden) return;
  await look().catch(
    refused(({ message }) => {
      isUnreachable = true;
      byId('now-about').textContent = `${message} This may be an older text.`;
    }),
  );
};

for (const place of document.querySelectorAll('.zone')) place.textContent = clockOf(zone) && `(${clockOf(zone)})`;
document.addEventListener('visibilitychange', refresh);
const repeat = async (): Promise<void> => {
  await refresh();
  setTimeout(repeat, REFRESH_MS);
};
await signIn.resume(repeat());
