import type { Api, Refusal, Revision } from './api.ts';
import { attempt } from './change.ts';
import { createConflict } from './conflict.ts';
import { byId, say } from './dom.ts';
import { removeHidden, summarize } from './hidden-characters.ts';
import { drawText } from './render-text.ts';
import { type Draft, storedDraft, storedDropped } from './tab-storage.ts';

/** The API's limits: bytes of UTF-8, and code points. */
const MAX_BYTES = 32_768;
const MAX_NOTE = 280;

/** The part of the limit from which the count is shown. */
const NEARLY = 0.9;

const number = new Intl.NumberFormat('en');

/** What a text area makes of a text. */
const asField = (text: string): string => text.replaceAll(/\r\n?/g, '\n');

interface Dependencies {
  readonly api: Api;
  /** Called with a revision that may be newer than any known. */
  see(revision: Revision): void;
  /** Called when the token is refused. */
  refuse(refusal: Refusal): void;
}

/** The text area with its note. What is typed is kept in the tab until it is saved. */
export const createWrite = ({ api, see, refuse }: Dependencies) => {
  const section = byId('write');
  const text = byId<HTMLTextAreaElement>('text');
  const note = byId<HTMLInputElement>('note');
  const status = byId('status');
  const ask = byId<HTMLDialogElement>('ask');
  let seen: Revision = { version: 0, value: '', savedAt: null, savedBy: null, note: null, restores: null };
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
    byId('ask-summary').textContent = `The text has ${summary}.`;
    byId('ask-text').replaceChildren(...drawText(text.value));
    ask.returnValue = 'back';
    ask.showModal();
    await new Promise((resolve) => ask.addEventListener('close', resolve, { once: true }));
    if (ask.returnValue === 'remove') {
      text.value = removeHidden(text.value);
      keep();
      say(status, 'The hidden characters are removed. Look at the text, then save it.');
    }
    if (ask.returnValue !== 'save') {
      text.focus();
      return false;
    }
    confirmed = text.value;
    return true;
  };

  const setSaving = (now: boolean) => {
    isSaving = now;
    // Not disabled: that would take the focus away.
    for (const field of [text, note]) field.readOnly = now;
    byId('save').ariaDisabled = String(now);
  };

  const save = async (): Promise<void> => {
    if (isSaving || findFault()) return;
    if (!draft) return say(status, 'Visitors read this text already.');
    if (!(await confirmHidden(draft.base.value)) || !draft) return;
    const { base, text: value, note: reason } = draft;
    setSaving(true);
    conflict.hide();
    const outcome = await attempt({
      status,
      send: () => api.save({ value, note: reason || null, expectedVersion: base.version }),
      readLatest: api.readLatest,
      isDone: (revision) => revision.value === value,
      expectedVersion: base.version,
    });
    setSaving(false);
    if (outcome.kind === 'refused') return tellRefusal(outcome.refusal);
    if (outcome.kind === 'conflict') return meet(outcome.revision, value);
    storedDropped.write(undefined);
    seen = outcome.revision;
    setDraft(undefined);
    see(outcome.revision);
    say(status, 'Saved. Every visitor reads it from now on.', 'good');
  };

  const meet = (theirs: Revision, mine: string): void => {
    see(theirs);
    say(status, 'Not saved: someone else saved first. Your text is kept.', 'bad');
    conflict.show(theirs, mine);
  };

  const tellRefusal = (refusal: Refusal): void => {
    say(
      status,
      refusal.isUnknown ? `${refusal.message} Your text is kept. Save it again in a moment.` : refusal.message,
      'bad',
    );
    if (refusal.code === 'UNAUTHENTICATED') refuse(refusal);
  };

  /** Keeps what is typed. It is a draft as soon as it differs from what visitors read. */
  const keep = () => {
    const base = draft?.base ?? { version: seen.version, value: seen.value };
    const isChanged = text.value !== asField(base.value) || note.value !== '';
    draft = isChanged ? { text: text.value, note: note.value, base } : undefined;
    storedDraft.write(draft);
    if (!isChanged) conflict.hide();
    show();
  };

  for (const field of [text, note]) field.addEventListener('input', keep);
  section.querySelector('form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
  byId('discard').addEventListener('click', () => {
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
