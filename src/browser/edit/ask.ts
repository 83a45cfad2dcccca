import { byId, element, fill } from './dom.ts';
import { drawText } from './render-text.ts';

interface Question<Answer extends string> {
  readonly title: string;
  readonly about: string;
  /** Shown with its hidden characters. */
  readonly text?: string;
  /** The words on the buttons, by answer. */
  readonly answers: Readonly<Record<Answer, string>>;
}

/** Asks a question in a dialog. Escape answers `back`. */
export const ask = async <Answer extends string>({ title, about, text, answers }: Question<Answer>) => {
  const dialog = byId<HTMLDialogElement>('ask');
  byId('ask-title').textContent = title;
  byId('ask-about').textContent = about;
  byId('ask-text').hidden = text === undefined;
  fill(byId('ask-text'), text ?? '', drawText(text ?? ''));
  const buttons = Object.entries<string>(answers).map(([value, words]) => element('button', { value }, words));
  byId('ask-answers').replaceChildren(...buttons);
  dialog.returnValue = 'back';
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  return dialog.returnValue as Answer | 'back';
};
