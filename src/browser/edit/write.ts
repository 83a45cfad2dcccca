import type { Revision } from '../../domain/revision.ts';
import type { Arguments } from '../client/client.ts';
import type { Refusal } from '../client/refusal.ts';
import type { PlannedString } from './api.ts';
import { askAboutEmpty, askAboutHidden } from './ask.ts';
import { act, attempt, type Change, type Surroundings, toRestore } from './change.ts';
import { createConflict } from './conflict.ts';
import { byId, fill, hint, say } from './dom.ts';
import { removeHidden, summarize } from './hidden-characters.ts';
import { describePlan } from './plan-words.ts';
import { drawText } from './render-text.ts';
import { type Draft, storedDraft, storedDropped } from './storage.ts';
import { formatTime } from './times.ts';
import { createWhen } from './when.ts';

/** The API's limits: bytes of UTF-8, and code points. */
const MAX_BYTES = 32_768;
const MAX_NOTE = 280;

/** The part of the limit from which the count is shown. */
const NEARLY = 0.9;

const number = new Intl.NumberFormat('en');

/** Makes of a text what a text area makes of it. */
const asField = (text: string): string => text.replaceAll(/\r\n?/g, '\n');

/** The form for a text and when it is shown. What is typed is kept in the tab until it is saved. */
export const createWrite = (page: Surroundings, findPlanned: (id: string) => PlannedString | undefined) => {
  const { api, see, refuse } = page;
  const section = byId('write');
  const form = byId<HTMLFormElement>('write-form');
  const text = byId<HTMLTextAreaElement>('text');
  const note = byId<HTMLInputElement>('note');
  const when = createWhen();
  /** The string that visitors read, as far as this page knows. */
  let seen: Pick<Revision, 'version' | 'value' | 'until'> = { version: 0, value: '', until: null };
  let draft = storedDraft.read();
  /** The planned string that is changed here, as it was when that began. */
  let planned: PlannedString | undefined;
  let isSignedIn = false;
  let isSaving = false;
  let isFilling = false;
  /** The last text whose hidden characters are meant. */
  let confirmed: string | undefined;
  /** The form as it is filled in without a draft. */
  let untouched = '';

  const readForm = (): [string, string][] =>
    [...new FormData(form)].map(([name, value]) => [name, String(value)] as [string, string]);

  const writeForm = (values: Draft['values']): void => {
    isFilling = true;
    for (const control of form.elements) {
      if (control instanceof HTMLInputElement && control.type === 'checkbox') {
        control.checked = values.some(([name, value]) => name === control.name && value === control.value);
      } else if ('value' in control && 'name' in control) {
        control.value = values.find(([name]) => name === control.name)?.[1] ?? '';
        control.dispatchEvent(new Event('input'));
      }
    }
    isFilling = false;
    when.show();
  };

  const show = () => {
    const bytes = new TextEncoder().encode(text.value).length;
    const size = bytes > NEARLY * MAX_BYTES ? `${number.format(bytes)} of ${number.format(MAX_BYTES)} bytes` : '';
    hint(text, 'size', size);
    byId('size').classList.toggle('bad', bytes > MAX_BYTES);
    const returns = (draft?.base ?? seen).value.includes('\r');
    hint(
      text,
      'carriage-returns',
      returns
        ? 'The text has carriage returns (U+000D), which this field can’t hold. Saving from here makes them plain line breaks.'
        : '',
    );
    const summary = summarize(text.value);
    hint(text, 'hidden-summary', summary && `Hidden in it: ${summary}`);
    byId('hidden-text').hidden = summary === '';
    fill(byId('hidden-text'), summary && text.value, summary ? drawText(text.value) : []);
    byId('write-title').textContent = planned ? 'Change what is planned' : 'Change it';
    byId('planned-about').textContent = planned ? describePlan(planned) : '';
    byId('save').textContent = planned ? 'Save the plan' : when.isPlan() ? 'Plan' : 'Save';
    byId('discard').hidden = !draft && !planned;
    byId('discard').textContent = planned ? 'Leave it as planned' : 'Discard';
    byId('restore').hidden = Boolean(draft ?? planned) || !storedDropped.read();
    section.hidden = !isSignedIn && !draft;
  };

  /** Fills the form in: with the draft, or else with what is planned or shown. */
  const refill = () => {
    when.see(seen.until);
    when.setPlanned(planned);
    text.value = (planned ?? seen).value;
    note.value = planned?.note ?? '';
    untouched = JSON.stringify(readForm());
    if (draft) writeForm(draft.values);
    show();
  };

  const setDraft = (next: Draft | undefined) => {
    draft = next;
    storedDraft.write(next);
    planned = next?.planId === undefined ? undefined : findPlanned(next.planId);
    refill();
  };

  const drop = (message: string) => {
    storedDropped.write(draft);
    setDraft(undefined);
    say(message);
    text.focus();
  };

  const conflict = createConflict({
    keepTheirs: () => drop('Their text stays. Yours is still here, if you want it back.'),
    saveMine: (theirs) => {
      if (!draft) return;
      setDraft({ ...draft, base: theirs });
      void save();
    },
  });

  /** Complains about the field that breaks a limit. */
  const isFaulty = (): boolean => {
    const bytes = new TextEncoder().encode(text.value).length;
    const length = [...note.value].length;
    hint(note, 'note-problem', length > MAX_NOTE ? `The note has ${length} characters; the limit is ${MAX_NOTE}.` : '');
    note.ariaInvalid = length > MAX_NOTE ? 'true' : null;
    text.ariaInvalid = bytes > MAX_BYTES ? 'true' : null;
    if (bytes > MAX_BYTES) say('The text is too long. Shorten it, then save it.', 'bad');
    const faulty = [text, note].find(({ ariaInvalid }) => ariaInvalid === 'true');
    faulty?.focus();
    return faulty !== undefined || when.isFaulty();
  };

  /** Asks about an empty text, and about hidden characters, unless visitors read them already. */
  const confirm = async (before: string): Promise<boolean> => {
    const summary = summarize(text.value);
    const isKnown = text.value === asField(before) || text.value === confirmed;
    if (isKnown || (text.value !== '' && (summary === '' || summary === summarize(asField(before))))) return true;
    const answer = await (text.value === '' ? askAboutEmpty() : askAboutHidden(text.value));
    if (answer === 'remove') {
      text.value = removeHidden(text.value);
      keep();
      say('The hidden characters are removed. Look at the text, then save it.');
    }
    if (answer === 'save') confirmed = text.value;
    else text.focus();
    return answer === 'save';
  };

  const setSaving = (now: boolean) => {
    isSaving = now;
    // Not disabled: that would take the focus away.
    for (const control of form.elements) if ('readOnly' in control) control.readOnly = now;
    byId('save').ariaDisabled = String(now);
  };

  /** The change that the form describes, of what it is based on. */
  const toChange = ({ base }: Draft): Change => {
    const [value, reason] = [text.value, note.value || null];
    const times = when.read();
    const { version: expectedVersion } = base;
    if (planned) {
      const { id } = planned;
      const given: Arguments = { value, note: reason, ...times };
      const original: Partial<Record<string, unknown>> = { ...planned };
      const changed = Object.entries(given).filter(([name, argument]) => argument !== original[name]);
      // A rule belongs to its hours.
      const rule = changed.some(([name]) => name in times) ? times : {};
      return {
        mutation: 'changePlanned',
        args: {
          id,
          ...Object.fromEntries(changed),
          ...(planned.repeat !== null || times.repeat ? rule : {}),
          expectedVersion,
        },
        isDone: async () => (await api.readPlanned()).some((string) => string.id === id && string.value === value),
      };
    }
    if (when.isPlan()) {
      return {
        mutation: 'planSavedString',
        args: { value, note: reason, ...times, expectedVersion },
        isDone: async () =>
          (await api.readPlanned()).some((string) => string.from === times.from && string.value === value),
      };
    }
    return {
      mutation: 'setSavedString',
      args: { value, note: reason, ...times, expectedVersion },
      isDone: (current) => current.value === value && (times.until == null || current.until === times.until),
    };
  };

  const save = async (): Promise<void> => {
    if (isSaving) return;
    say('');
    if (isFaulty()) return;
    if (draft?.planId !== undefined && !planned) return say('One moment: what is planned is not here yet.');
    if (!draft) return say(planned ? 'It is planned like this already.' : 'Visitors read this text already.');
    if (!(await confirm(draft.base.value)) || !draft) return;
    setSaving(true);
    conflict.hide();
    const mine = draft;
    const change = toChange(mine);
    const before = page.newest();
    const outcome = await attempt(api, change);
    setSaving(false);
    if (outcome.kind === 'refused') return tellRefusal(outcome.refusal);
    if (outcome.kind === 'conflict') return meet(outcome.revision, mine, change);
    seen = outcome.revision;
    setDraft(undefined);
    page.changed(outcome.revision);
    if (change.mutation !== 'setSavedString') return say('Planned. Only editors see it until it begins.', 'good');
    const { until } = change.args;
    const sentence = `Saved. Every visitor reads it from now on${until ? `, until ${formatTime(String(until))}` : ''}.`;
    say(sentence, 'good', before && (() => undo(before, mine)));
  };

  /** Brings back what visitors read before, and puts the text into the form again. */
  const undo = async (before: Revision, mine: Draft): Promise<void> => {
    const done = 'Undone. Visitors read again what they read before.';
    if (!(await act(page, { ...toRestore(before), done })) || draft) return;
    setDraft({ ...mine, base: seen });
    text.focus();
  };

  const meet = (theirs: Revision, mine: Draft, { mutation }: Change): void => {
    see(theirs);
    // A plan replaces no text; and a change of the plan leaves the text that this one is to replace.
    if (mutation === 'planSavedString' || theirs.value === mine.base.value) {
      setDraft({ ...mine, base: theirs });
      return void save();
    }
    if (mutation === 'changePlanned') {
      setDraft({ ...mine, base: theirs });
      say('Someone else made a change first. Look at it, then save again.', 'bad');
    } else {
      say('Not saved: someone else saved first. Your text is kept.', 'bad');
      conflict.show(theirs, text.value);
    }
  };

  const tellRefusal = (refusal: Refusal): void => {
    const isUnknown = refusal.outcome === 'UNKNOWN';
    say(isUnknown ? `${refusal.message} Your text is kept. Save it again in a moment.` : refusal.message, 'bad');
    if (refusal.code === 'UNAUTHENTICATED') refuse(refusal);
  };

  /** Keeps what is typed. It is a draft as soon as it differs from what it was filled in with. */
  const keep = () => {
    const values = readForm();
    const isChanged = JSON.stringify(values) !== untouched;
    const { version, value } = planned ? { ...seen, value: planned.value } : seen;
    draft = isChanged ? { values, base: draft?.base ?? { version, value }, planId: planned?.id } : undefined;
    storedDraft.write(draft);
    if (!isChanged) conflict.hide();
    show();
  };

  for (const control of form.elements) {
    control.addEventListener('input', () => {
      if (isFilling) return;
      say('');
      keep();
    });
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
  });
  byId('discard').addEventListener('click', () => {
    if (isSaving) return;
    conflict.hide();
    planned = undefined;
    drop(draft ? 'Your text is still here, if you want it back.' : '');
  });
  byId('restore').addEventListener('click', () => {
    setDraft(storedDropped.read());
    storedDropped.write(undefined);
    say('Your text is back. It is not saved yet.');
    text.focus();
  });
  addEventListener('beforeunload', (event) => {
    if (draft) event.preventDefault();
  });
  refill();

  return {
    /** Shows what visitors read, unless there is a draft or something else is changed. */
    see: (revision: Revision): void => {
      seen = revision;
      if (draft) when.see(revision.until);
      else refill();
    },
    /** Lets a draft replace a version that this editor made on this page. */
    rebase: ({ version, value }: Revision): void => {
      if (draft) draft = { ...draft, base: { version, value: planned ? draft.base.value : value } };
      storedDraft.write(draft);
    },
    /** Takes up a planned string to change it. A text that is not saved yet can be put back. */
    change: (string: PlannedString): void => {
      if (draft) storedDropped.write(draft);
      draft = undefined;
      storedDraft.write(draft);
      planned = string;
      refill();
      section.scrollIntoView();
      text.focus({ preventScroll: true });
    },
    /** Called when what is planned is known: a draft may be of a planned string, or of one that is gone. */
    seePlanned: (): void => {
      if (draft?.planId === undefined || planned) return;
      const { planId, ...others } = draft;
      const values = others.values.map(([name, value]) => [name, value === 'keep' ? 'later' : value] as const);
      setDraft(findPlanned(planId ?? '') ? draft : { ...others, values });
    },
    setSignedIn: (now: boolean): void => {
      isSignedIn = now;
      show();
    },
  };
};
