import type { Revision } from '../../domain/revision.ts';
import type { Refusal } from '../client/refusal.ts';
import { askAboutHidden } from './ask-about-hidden.ts';
import { attempt, type Surroundings } from './change.ts';
import { createConflict } from './conflict.ts';
import { byId, say } from './dom.ts';
import { removeHidden, summarize } from './hidden-characters.ts';
import { drawText } from './render-text.ts';
import { createSchedule } from './schedule.ts';
import { type Draft, storedDraft, storedDropped } from './tab-storage.ts';
import { formatTime } from './times.ts';

/** The API's limits: bytes of UTF-8, and code points. */
const MAX_BYTES = 32_768;
const MAX_NOTE = 280;

/** The part of the limit from which the count is shown. */
const NEARLY = 0.9;

const number = new Intl.NumberFormat('en');

/** Makes of a text what a text area makes of it. */
const asField = (text: string): string => text.replaceAll(/\r\n?/g, '\n');

/** The text area with its note. What is typed is kept in the tab until it is saved. */
export const createWrite = (page: Surroundings) => {
  const { api, see, refuse } = page;
  const section = byId('write');
  const text = byId<HTMLTextAreaElement>('text');
  const note = byId<HTMLInputElement>('note');
  const status = byId('status');
  const schedule = createSchedule();
  const fields = [text, note, ...schedule.fields];
  /** The string that visitors read, as far as this page knows. */
  let seen = { version: 0, value: '' };
  let draft = storedDraft.read();
  let isSignedIn = false;
  let isSaving = false;
  /** The last text whose hidden characters are meant. */
  let confirmed: string | undefined;

  const setDraft = (next: Draft | undefined) => {
    draft = next;
    storedDraft.write(next);
    text.value = next?.text ?? seen.value;
    note.value = next?.note ?? '';
    schedule.set(next);
    show();
  };

  const show = () => {
    const { value } = draft?.base ?? seen;
    const bytes = new TextEncoder().encode(text.value).length;
    const size = byId('size');
    size.textContent = bytes > NEARLY * MAX_BYTES ? `${number.format(bytes)} of ${number.format(MAX_BYTES)} bytes` : '';
    size.classList.toggle('bad', bytes > MAX_BYTES);
    text.ariaInvalid = String(bytes > MAX_BYTES);
    byId('carriage-returns').hidden = !value.includes('\r');
    const summary = summarize(text.value);
    byId('hidden').hidden = summary === '';
    byId('hidden-summary').textContent = summary && `Hidden in it: ${summary}`;
    byId('hidden-text').replaceChildren(...(summary ? drawText(text.value) : []));
    byId('save').textContent = schedule.read().from === null ? 'Save' : 'Plan';
    byId('discard').hidden = !draft;
    byId('undrop').hidden = Boolean(draft) || !storedDropped.read();
    section.hidden = !isSignedIn && !draft;
  };

  const drop = (message: string) => {
    storedDropped.write(draft);
    setDraft(undefined);
    say(status, message);
    text.focus();
  };

  const conflict = createConflict({
    keepTheirs: () => drop('Their string stays. Yours is still here, if you want it back.'),
    saveMine: (theirs) => {
      if (!draft) return;
      setDraft({ ...draft, base: theirs });
      void save();
    },
  });

  /** Complains about the field that breaks a limit. */
  const findFault = (): boolean => {
    const length = [...note.value].length;
    note.ariaInvalid = String(length > MAX_NOTE);
    byId('note-problem').textContent =
      length > MAX_NOTE ? `The note has ${length} characters; the limit is ${MAX_NOTE}.` : '';
    if (text.ariaInvalid === 'true') say(status, 'The text is too long. Shorten it, then save it.', 'bad');
    const faulty = [text, note].find(({ ariaInvalid }) => ariaInvalid === 'true');
    faulty?.focus();
    return faulty !== undefined;
  };

  /** Asks about hidden characters that visitors don't read yet. */
  const confirmHidden = async (base: string): Promise<boolean> => {
    const summary = summarize(text.value);
    if (summary === '' || summary === summarize(asField(base)) || text.value === confirmed) return true;
    const answer = await askAboutHidden(text.value);
    if (answer === 'remove') {
      text.value = removeHidden(text.value);
      keep();
      say(status, 'The hidden characters are removed. Look at the text, then save it.');
    }
    if (answer === 'save') confirmed = text.value;
    else text.focus();
    return answer === 'save';
  };

  const setSaving = (now: boolean) => {
    isSaving = now;
    // Not disabled: that would take the focus away.
    for (const field of fields) field.readOnly = now;
    byId('save').ariaDisabled = String(now);
  };

  const save = async (): Promise<void> => {
    if (isSaving) return;
    say(status, '');
    if (findFault() || schedule.isFaulty()) return;
    if (!draft) return say(status, 'Visitors read this text already.');
    if (!(await confirmHidden(draft.base.value)) || !draft) return;
    setSaving(true);
    conflict.hide();
    const { base, text: value, note: reason } = draft;
    const { from, until } = schedule.read();
    const outcome = await attempt(api, {
      status,
      send: () => api.save({ value, note: reason || null, from, until, expectedVersion: base.version }),
      isDone: async (current) =>
        from === null
          ? current.value === value && (until === null || current.until === until)
          : (await api.readPlanned()).some((planned) => planned.from === from),
      expectedVersion: base.version,
    });
    setSaving(false);
    if (outcome.kind === 'refused') return tellRefusal(outcome.refusal);
    if (outcome.kind === 'conflict') return meet(outcome.revision, draft);
    seen = outcome.revision;
    setDraft(undefined);
    see(outcome.revision);
    const begin =
      from === null ? 'Saved. Every visitor reads it from now on' : `Planned. It begins at ${formatTime(from)}`;
    say(status, `${begin}${until === null ? '.' : `, until ${formatTime(until)}.`}`, 'good');
  };

  const meet = (theirs: Revision, mine: Draft): void => {
    see(theirs);
    // Someone changed the plan, and not the text that this one is to replace.
    if (theirs.value === mine.base.value) {
      setDraft({ ...mine, base: theirs });
      return void save();
    }
    say(status, 'Not saved: someone else saved first. Your text is kept.', 'bad');
    conflict.show(theirs, mine.text);
  };

  const tellRefusal = (refusal: Refusal): void => {
    say(
      status,
      refusal.outcome === 'UNKNOWN'
        ? `${refusal.message} Your text is kept. Save it again in a moment.`
        : refusal.message,
      'bad',
    );
    if (refusal.code === 'BAD_USER_INPUT' && schedule.isSet()) schedule.complain(refusal.message);
    if (refusal.code === 'UNAUTHENTICATED') refuse(refusal);
  };

  /** Keeps what is typed. It is a draft as soon as it differs from what visitors read. */
  const keep = () => {
    const base = draft?.base ?? { version: seen.version, value: seen.value };
    const isChanged = text.value !== asField(base.value) || note.value !== '' || schedule.isSet();
    const [from, until] = schedule.fields.map(({ value }) => value);
    draft = isChanged ? { text: text.value, note: note.value, from: from ?? '', until: until ?? '', base } : undefined;
    storedDraft.write(draft);
    if (!isChanged) conflict.hide();
    show();
  };

  for (const field of fields) field.addEventListener('input', keep);
  section.querySelector('form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
  byId('discard').addEventListener('click', () => {
    if (isSaving) return;
    conflict.hide();
    drop('This is what visitors read. Your text is still here, if you want it back.');
  });
  byId('undrop').addEventListener('click', () => {
    setDraft(storedDropped.read());
    storedDropped.write(undefined);
    say(status, 'Your text is back. It is not saved yet.');
    text.focus();
  });
  addEventListener('beforeunload', (event) => {
    if (draft) event.preventDefault();
  });
  setDraft(draft);

  return {
    /** Shows what visitors read, unless there is a draft. */
    see: (revision: Revision): void => {
      seen = revision;
      setDraft(draft);
    },
    /** Lets a draft replace a version that this editor made on this page. */
    rebase: ({ version, value }: Revision): void => {
      if (draft) setDraft({ ...draft, base: { version, value } });
    },
    setSignedIn: (now: boolean): void => {
      isSignedIn = now;
      show();
    },
  };
};
