import type { Revision } from '../../domain/revision.ts';
import type { Arguments } from '../client/client.ts';
import type { Refusal } from '../client/refusal.ts';
import type { PlannedString } from './api.ts';
import { type Act, act, attempt, type Change, type Surroundings, toRestore } from './change.ts';
import { createConflict } from './conflict.ts';
import { byId, say } from './dom.ts';
import { createForm } from './form.ts';
import { capitalize, describePlan } from './plan-words.ts';
import { type Draft, storedDraft, storedDropped } from './storage.ts';
import { formatTime } from './times.ts';

/** The form for a text and when it is shown. What is typed is kept in the tab until it is saved. */
export const createWrite = (page: Surroundings, findPlanned: (id: string) => PlannedString | undefined) => {
  const { api, see, refuse } = page;
  const section = byId('write');
  const form = createForm();
  const { text, note, when } = form;
  /** The string that visitors read, as far as this page knows. */
  let seen: Pick<Revision, 'version' | 'value' | 'until'> = { version: 0, value: '', until: null };
  let draft = storedDraft.read();
  /** The planned string that is changed here, as it was when that began. */
  let planned: PlannedString | undefined;
  let isSignedIn = false;
  let isSaving = false;
  /** The form as it is filled in without a draft. */
  let untouched = '';

  const show = () => {
    form.describe((draft?.base ?? seen).value);
    byId('write-title').textContent = planned ? 'Change what is planned' : 'Change it';
    byId('planned-about').textContent = planned ? capitalize(describePlan(planned)) : '';
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
    untouched = JSON.stringify(form.read());
    if (draft) form.fillIn(draft.values);
    show();
  };

  const setDraft = (next: Draft | undefined) => {
    draft = next;
    storedDraft.write(next);
    planned = next?.planId === undefined ? undefined : findPlanned(next.planId);
    refill();
  };

  const drop = (message: string) => {
    // A planned string that was only looked at is no text to bring back, and the one before it still is.
    if (draft) storedDropped.write(draft);
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

  /** Finds what the form changes of what is planned. */
  const findChanges = (before: PlannedString): Arguments => {
    const times = when.read();
    const given = { value: text.value, note: note.value || null, ...times };
    const original: Partial<Record<string, unknown>> = { ...before };
    const changed = Object.entries(given).filter(([name, argument]) => argument !== original[name]);
    // A rule belongs to its hours.
    const isTimed = changed.some(([name]) => name in times) && (before.repeat ?? times.repeat);
    return { ...Object.fromEntries(changed), ...(isTimed && times) };
  };

  /** The change that the form describes, of what it is based on. */
  const toChange = ({ base: { version: expectedVersion } }: Draft): Change => {
    if (planned) {
      return { mutation: 'changePlanned', args: { id: planned.id, ...findChanges(planned), expectedVersion } };
    }
    const args = { value: text.value, note: note.value || null, ...when.read(), expectedVersion };
    return { mutation: when.isPlan() ? 'planSavedString' : 'setSavedString', args };
  };

  /** The changes that take another one back, and what they say then. */
  const toUndo = ({ mutation, args }: Change, before: Revision, original: PlannedString | undefined): Act[] => {
    if (mutation === 'setSavedString')
      return [{ ...toRestore(before), done: 'Undone. Visitors read again what they read before.' }];
    if (!original) {
      // A planned string is named after the version that planned it.
      const id = String(args.expectedVersion + 1);
      return [{ mutation: 'cancelPlanned', args: { id }, done: 'Undone. It is not planned any more.' }];
    }
    const names = Object.keys(args).filter((name) => name in original) as (keyof PlannedString & keyof Arguments)[];
    const old = Object.fromEntries(names.map((name) => [name, original[name]]));
    const [{ id, skipped }, done] = [original, 'Undone. It is planned as before.'];
    // Another repetition may have no such days.
    const skips = skipped.map((occurrence) => ({ id, occurrence, skip: true }));
    return [
      { mutation: 'changePlanned', args: old, done },
      ...skips.map((skip): Act => ({ mutation: 'skipPlanned', args: skip, done })),
    ];
  };

  /** Takes back what was made, and gives the text back. */
  const undo = async (steps: Act[], mine: Draft): Promise<void> => {
    for (const step of steps) if (!(await act(page, step))) return;
    if (draft) return;
    if (mine.planId === undefined) setDraft({ ...mine, base: seen });
    else storedDropped.write(mine);
    show();
    text.focus();
  };

  const save = async (): Promise<void> => {
    if (isSaving) return;
    say('');
    if (form.isFaulty()) return;
    if (draft?.planId !== undefined && !planned) return say('One moment: what is planned is not here yet.');
    if (!draft) return say(planned ? 'It is planned like this already.' : 'Visitors read this text already.');
    if (!(await form.confirm(draft.base.value)) || !draft) return;
    const [mine, original, before] = [draft, planned, page.newest()];
    const [change, words] = [toChange(mine), when.isPlan() ? when.describe() : ''];
    isSaving = true;
    form.lock(true);
    conflict.hide();
    const outcome = await attempt(api, change);
    isSaving = false;
    form.lock(false);
    if (outcome.kind === 'refused') return tellRefusal(outcome.refusal);
    if (outcome.kind === 'conflict') return meet(outcome.revision, mine, change);
    seen = outcome.revision;
    setDraft(undefined);
    page.changed(outcome.revision);
    const { until } = change.args;
    const saved = `Saved. Every visitor reads it from now on${until ? `, until ${formatTime(String(until))}` : ''}.`;
    const isSave = change.mutation === 'setSavedString';
    const secret = original && original.from <= new Date().toISOString() ? '' : ' Only editors see it until it begins.';
    const sentence = isSave ? saved : `Planned: ${words}.${secret}`;
    say(sentence, 'good', before && (() => undo(toUndo(change, before, original), mine)));
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
    const values = form.read();
    const isChanged = JSON.stringify(values) !== untouched;
    const { version, value } = planned ? { ...seen, value: planned.value } : seen;
    draft = isChanged ? { values, base: draft?.base ?? { version, value }, planId: planned?.id } : undefined;
    storedDraft.write(draft);
    if (!isChanged) conflict.hide();
    show();
  };

  form.onInput(() => {
    say('');
    keep();
  });
  form.onSave(() => void save());
  byId('discard').addEventListener('click', () => {
    if (isSaving) return;
    conflict.hide();
    planned = undefined;
    drop((draft ?? storedDropped.read()) ? 'Your text is still here, if you want it back.' : '');
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
