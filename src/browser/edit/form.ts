import { ask } from './ask.ts';
import type { Surroundings } from './change.ts';
import { byId, fill, hint, say } from './dom.ts';
import { removeHidden, summarize } from './hidden-characters.ts';
import { drawText } from './render-text.ts';
import type { Draft } from './storage.ts';
import { createWhen } from './when.ts';

/** The API's limits: bytes of UTF-8, and code points. */
const MAX_BYTES = 32_768;
const MAX_NOTE = 280;

/** The part of the limit from which the count is shown. */
const NEARLY = 0.9;

const RETURNS =
  'The text has carriage returns, which this field can’t hold. Saving from here makes them plain line breaks.';

const number = new Intl.NumberFormat('en');

const countBytes = (text: string): number => new TextEncoder().encode(text).length;

/** Makes of a text what a text area makes of it. */
const asField = (text: string): string => text.replaceAll(/\r\n?/g, '\n');

/** The fields for a text, when it is shown, and why. */
export const createForm = (page: Surroundings) => {
  const form = byId<HTMLFormElement>('write-form');
  const text = byId<HTMLTextAreaElement>('text');
  const note = byId<HTMLInputElement>('note');
  const when = createWhen(page);
  /** The last text whose hidden characters are meant. */
  let confirmed: string | undefined;

  return {
    text,
    note,
    when,

    read: (): [string, string][] =>
      [...new FormData(form)].map(([name, value]) => [name, String(value)] as [string, string]),

    fillIn: (values: Draft['values']): void => {
      for (const control of form.elements) {
        if (control instanceof HTMLInputElement && control.type === 'checkbox') {
          control.checked = values.some(([name, value]) => name === control.name && value === control.value);
        } else if ('value' in control && 'name' in control) {
          control.value = values.find(([name]) => name === control.name)?.[1] ?? control.value;
          // It does not bubble: nobody has typed.
          control.dispatchEvent(new Event('input'));
        }
      }
      when.show();
    },

    onInput: (listen: () => void): void => form.addEventListener('input', listen),

    /** @param save Called when an editor presses the button, or Ctrl-Enter. */
    onSave: (save: () => unknown): void => {
      form.onsubmit = (event) => {
        event.preventDefault();
        save();
      };
      form.onkeydown = ({ key, ctrlKey, metaKey }) => {
        if (key === 'Enter' && (ctrlKey || metaKey)) save();
      };
    },

    /**
     * Says what cannot be seen of the text.
     *
     * @param before The text that it replaces.
     */
    describe: (before: string): void => {
      const bytes = countBytes(text.value);
      const size = bytes > NEARLY * MAX_BYTES ? `${number.format(bytes)} of ${number.format(MAX_BYTES)} bytes` : '';
      hint(text, 'size', size);
      byId('size').classList.toggle('bad', bytes > MAX_BYTES);
      hint(text, 'carriage-returns', before.includes('\r') ? RETURNS : '');
      const summary = summarize(text.value);
      hint(text, 'hidden-summary', summary && `Hidden in it: ${summary}`);
      byId('hidden-text').hidden = summary === '';
      fill(byId('hidden-text'), summary && text.value, summary ? drawText(text.value) : []);
    },

    /** Complains about the field that breaks a limit. */
    isFaulty: (): boolean => {
      const { length } = [...note.value];
      const isLong = length > MAX_NOTE;
      hint(note, 'note-problem', isLong ? `The note has ${length} characters; the limit is ${MAX_NOTE}.` : '');
      note.ariaInvalid = isLong ? 'true' : null;
      text.ariaInvalid = countBytes(text.value) > MAX_BYTES ? 'true' : null;
      if (text.ariaInvalid) say('The text is too long. Shorten it, then save it.', 'bad');
      const faulty = [text, note].find(({ ariaInvalid }) => ariaInvalid === 'true');
      faulty?.focus();
      return faulty !== undefined || when.isFaulty();
    },

    /**
     * Asks about a text of nothing but spaces or less, and about hidden characters, unless visitors read them already.
     * Spaces at the end harm nobody.
     */
    confirm: async (before: string): Promise<boolean> => {
      const { value } = text;
      const isBlank = value.trim() === '';
      const hidden = summarize(value.replaceAll(/ +$/gm, ''));
      const isKnown = value === asField(before) || (value === confirmed && !isBlank);
      if (isKnown || (!isBlank && (hidden === '' || summarize(value) === summarize(asField(before))))) return true;
      const answer = await (isBlank
        ? ask({
            title: 'Save an empty text?',
            about: 'Visitors will read nothing in its place.',
            answers: { save: 'Save the empty text', back: 'Back to the text' },
          })
        : ask({
            title: 'Save with hidden characters?',
            about: `The text has ${summarize(value)}. Some languages need them. Others come along with copied text.`,
            text: value,
            answers: { save: 'Save with them', remove: 'Remove them', back: 'Back to the text' },
          }));
      if (answer === 'remove') {
        text.value = removeHidden(value);
        text.dispatchEvent(new Event('input', { bubbles: true }));
        say('The hidden characters are removed. Look at the text, then save it.');
      }
      if (answer === 'save') confirmed = value;
      else text.focus();
      return answer === 'save';
    },

    /** Lets nobody type while a save is on its way. Not disabled: that would take the focus away. */
    lock: (isLocked: boolean): void => {
      for (const control of form.elements) if ('readOnly' in control) control.readOnly = isLocked;
      byId('save').ariaDisabled = String(isLocked);
    },
  };
};
