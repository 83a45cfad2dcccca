import { byId } from './dom.ts';
import { summarize } from './hidden-characters.ts';
import { drawText } from './render-text.ts';

type Answer = 'save' | 'remove' | 'back';

/** Asks whether the hidden characters of a text are meant. Escape goes back. */
export const askAboutHidden = async (text: string): Promise<Answer> => {
  const dialog = byId<HTMLDialogElement>('ask');
  byId('ask-summary').textContent = `The text has ${summarize(text)}.`;
  byId('ask-text').replaceChildren(...drawText(text));
  dialog.returnValue = 'back';
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  return dialog.returnValue as Answer;
};
