import type { Revision } from '../../domain/revision.ts';
import type { Arguments, PlannedString } from '../client/client.ts';
import { Refusal } from '../client/refusal.ts';
import { refused } from './api.ts';
import { ask } from './ask.ts';
import {
  attempt,
  type Change,
  type Surroundings,
  tellConflict,
  tellDone,
  tellRefusal,
  tellSaved,
  undoChange,
} from './change.ts';
import { byId, fill, say } from './dom.ts';
import { createForm } from './form.ts';
import { capitalize, describePlan } from './plan-words.ts';
import { drawSides } from './render-text.ts';
import { type Draft, storedDraft, storedDropped, storedToken } from './storage.ts';
import { formatTime, now } from './times.ts';

/** The form for a text and when it is shown. What is typed is kept until it is saved, or its editor signs out. */
export const createWrite = (page: Surroundings) => {
  const { api, see } = page;
  const [section, conflict] = [byId('write'), byId('conflict')];
  const form = createForm(page);
  const { text, note, when } = form;
  let draft = storedDraft.read();
  /** The planned string that is changed here, as it was when that began. */
  let planned: PlannedString | undefined;
  /** The revision that someone else saved first, and the own text that was to be saved then. */
  let met: { readonly theirs: Revision; readonly mine: string } | undefined;
  let isSaving = false;
  /** The form as it is filled in without a draft. */
  let untouched = '';

  /** The string that visitors read, as far as this page knows. */
  const seen = (): Draft['base'] => page.newest() ?? { version: 0, value: '' };

  const store = (next: Draft | undefined) => {
    draft = next;
    storedDraft.write(next);
  };

  const find = (id: string): PlannedString | undefined => page.strings().find((string) => string.id === id);

  const show = () => {
    const isMerged = met !== undefined && text.value !== met.mine;
    form.describe((draft?.base ?? seen()).value);
    byId('write-title').textContent = planned ? 'Change what is planned' : 'Change it';
    byId('planned-about').textContent = planned ? capitalize(describePlan(planned)) : '';
    const save = planned ? 'Save the plan' : when.isPlan() ? 'Plan' : 'Save';
    byId('save').textContent = isMerged ? 'Save my merged text' : save;
    byId('discard').hidden = !draft && !planned;
    byId('discard').textContent = planned ? 'Leave it as planned' : 'Discard';
    byId('restore').hidden = Boolean(draft ?? planned) || !storedDropped.read();
    section.hidden = !page.isSignedIn() && !draft;
    conflict.hidden = !met;
    byId('save-mine').hidden = isMerged;
    if (!met) return;
    const [left, right] = drawSides(met.theirs.value, text.value);
    fill(byId('theirs'), met.theirs.value, left);
    fill(byId('yours'), text.value, right);
  };

  /** Fills the form in: with the draft, or else with what is planned or shown. */
  const refill = () => {
    when.setPlanned(planned);
    text.value = (planned ?? seen()).value;
    note.value = planned?.note ?? '';
    untouched = JSON.stringify(form.read());
    if (draft) form.fillIn(draft.values);
    show();
  };

  const setDraft = (next: Draft | undefined) => {
    store(next);
    planned = next?.planId === undefined ? undefined : find(next.planId);
    refill();
  };

  const drop = (message: string) => {
    // A planned string that was only looked at is no text to bring back, and the one before it still is.
    if (draft) storedDropped.write(draft);
    met = undefined;
    setDraft(undefined);
    say(message);
    text.focus();
  };

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

  /** Gives the text back that is not saved any more, though without its end, which may be what was wrong. */
  const giveBack = (mine: Draft) => {
    const isNow = mine.values.some(([name, value]) => name === 'when' && value === 'now');
    const values = mine.values.filter(([name]) => !isNow || !['ends', 'until'].includes(name));
    if (draft) return;
    if (mine.planId === undefined) setDraft({ values, base: seen() });
    else storedDropped.write(mine);
    if (!planned && JSON.stringify(form.read()) === untouched) setDraft(undefined);
    show();
    text.focus();
  };

  const save = async (): Promise<void> => {
    if (isSaving) return;
    say('');
    if (form.isFaulty()) return;
    if (draft?.planId !== undefined && !planned) return say('One moment, please.');
    if (!draft) return say(planned ? 'It is planned like this already.' : 'Visitors read this text already.');
    if (!(await form.confirm(draft.base.value)) || !draft) return;
    // An editor who changes their text beside the other one has seen that.
    if (met && met.mine !== text.value) setDraft({ ...draft, base: met.theirs });
    const [mine, original, before] = [draft, planned, page.newest()];
    const [change, words] = [toChange(mine), when.isPlan() ? when.describe() : ''];
    isSaving = true;
    form.lock(true);
    met = undefined;
    show();
    const made = await attempt(api, change).catch(refused((refusal) => refusal));
    isSaving = false;
    form.lock(false);
    if (made instanceof Refusal) {
      if (made.current) return meet(made.current, mine, change);
      const advice = made.outcome === 'UNKNOWN' ? ' Your text is kept. Save it again in a moment.' : '';
      return tellRefusal(page, made, advice);
    }
    setDraft(undefined);
    page.changed(made);
    const secret = original && original.from <= now() ? '' : ' Only editors see it until it begins.';
    const isSave = change.mutation === 'setSavedString';
    const sentence = isSave ? await tellSaved(page, made) : `Planned: ${words}.${secret}`;
    const undo = before && (async () => (await undoChange(page, change, before, original)) && giveBack(mine));
    tellDone(page, made, sentence, undo);
  };

  const meet = (theirs: Revision, mine: Draft, { mutation }: Change): void => {
    see(theirs);
    // A plan replaces no text; and a change of the plan leaves the text that this one is to replace.
    const isApart = mutation === 'planSavedString' || theirs.value === mine.base.value;
    if (isApart || mutation === 'changePlanned') {
      setDraft({ ...mine, base: theirs });
      if (isApart) void save();
      else tellConflict();
      return;
    }
    met = { theirs, mine: text.value };
    const { savedBy, savedAt } = theirs;
    byId('conflict-about').textContent =
      `${savedBy ?? 'Someone'} saved while you were writing${savedAt === null ? '' : `, ${formatTime(savedAt)}`}. ` +
      'Nothing is lost. To merge both, change your text above.';
    show();
    say('');
    conflict.scrollIntoView();
    byId('conflict-title').focus({ preventScroll: true });
  };

  /** Keeps what is typed. It is a draft as soon as it differs from what it was filled in with. */
  const keep = () => {
    const values = form.read();
    const isChanged = JSON.stringify(values) !== untouched;
    const { version, value } = { ...seen(), ...(planned && { value: planned.value }) };
    const base = draft?.base ?? { version, value };
    store(isChanged ? { values, base, planId: planned?.id } : undefined);
    if (!isChanged) met = undefined;
    show();
  };

  form.onInput(() => {
    say('');
    keep();
  });
  form.onSave(save);
  byId('discard').onclick = () => {
    if (isSaving) return;
    drop((draft ?? storedDropped.read()) ? 'Your text is still here, if you want it back.' : '');
  };
  byId('restore').onclick = () => {
    setDraft(storedDropped.read());
    storedDropped.write(undefined);
    say('Your text is back. It is not saved yet.');
    text.focus();
  };
  byId('keep-theirs').onclick = () => drop('Their text stays. Your text is still here, if you want it back.');
  byId('save-mine').onclick = () => {
    if (draft && met) setDraft({ ...draft, base: met.theirs });
    void save();
    byId('save').focus();
  };
  addEventListener('beforeunload', (event) => {
    if (draft && !storedToken.isKept()) event.preventDefault();
  });
  refill();

  return {
    /** Shows what visitors read, unless there is a draft or something else is changed. */
    see: (): void => {
      if (draft) when.show();
      else refill();
    },
    /** Lets a draft replace a version that this editor made on this page. */
    rebase: ({ version, value }: Revision): void => {
      if (draft) store({ ...draft, base: { version, value: planned ? draft.base.value : value } });
    },
    /** Takes up a planned string to change it. A text that is not saved yet can be put back. */
    change: (string: PlannedString): void => {
      if (draft) storedDropped.write(draft);
      store(undefined);
      planned = string;
      refill();
      section.scrollIntoView();
      text.focus({ preventScroll: true });
    },
    /** Called when what is planned is known: a draft may be of a planned string, or of one that is gone. */
    seePlanned: (): void => {
      when.show();
      if (!page.isSignedIn() || draft?.planId === undefined || planned) return;
      const { planId, ...others } = draft;
      const values = others.values.map(([name, value]) => [name, value === 'keep' ? 'later' : value] as const);
      setDraft(find(planId ?? '') ? draft : { ...others, values });
    },
    /** Called when an editor signs in or out. */
    seeEditor: (): void => {
      // They are kept as long as the token.
      store(draft);
      storedDropped.write(storedDropped.read());
      show();
    },
    /** Forgets what is typed, as nobody else is to find it here. @returns whether its editor wants that. */
    forget: async (): Promise<boolean> => {
      const answer =
        draft &&
        (await ask({
          title: 'Sign out without saving?',
          about: 'Your text is not saved, and is lost when you sign out.',
          answers: { leave: 'Sign out', back: 'Back to the text' },
        }));
      if (answer === 'back') return false;
      met = undefined;
      storedDropped.write(undefined);
      setDraft(undefined);
      return true;
    },
  };
};
