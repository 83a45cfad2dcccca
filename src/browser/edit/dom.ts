/** Finds an element of src/routes/edit.ts, which has them all. */
export const byId = <Type extends HTMLElement = HTMLElement>(id: string): Type => document.getElementById(id) as Type;

/** A part of an element, or nothing where there is none. */
type Child = Node | string | false | null | undefined;

/** Makes an element. Strings become text and never markup. */
export const element = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
};

export const button = (text: string, label: string, onclick: () => void): HTMLButtonElement =>
  element('button', { type: 'button', ariaLabel: label, onclick }, text);

/** Draws the reason of a change, if it has one. */
export const drawNote = (note: string | null): Child => note && element('p', { className: 'note', dir: 'auto' }, note);

/** @param onToggle Called with whether the folded part is open. */
export const fold = (
  summary: string,
  onToggle: (isOpen: boolean) => unknown,
  ...parts: readonly Child[]
): HTMLDetailsElement => {
  const details = element('details', {}, element('summary', {}, summary), ...parts);
  details.ontoggle = () => onToggle(details.open);
  return details;
};

/** Longer texts get a box of their own that scrolls, in UTF-16 code units and lines. */
const LONG = 600;
const LONG_LINES = 8;

/** Puts a text into a box, which a keyboard can scroll if it is long. */
export const fill = (box: HTMLElement, text: string, drawn: readonly (Node | string)[] = [text]): void => {
  const isLong = text.length > LONG || text.split('\n').length > LONG_LINES;
  box.classList.toggle('long', isLong);
  box.classList.toggle('empty', text === '');
  // A box may have the focus when it is filled again.
  box.tabIndex = isLong ? 0 : -1;
  box.replaceChildren(...drawn);
};

/** Says something next to a field, which is described by it as long as there is something to say. */
export const hint = (field: HTMLElement, id: string, text: string): void => {
  const place = byId(id);
  place.textContent = text;
  place.hidden = text === '';
  const ids = new Set(field.getAttribute('aria-describedby')?.split(' '));
  ids.delete(id);
  if (text !== '') ids.add(id);
  if (ids.size > 0) field.setAttribute('aria-describedby', [...ids].join(' '));
  else field.removeAttribute('aria-describedby');
};

const withdrawUndo = (): void => {
  // The focus would go to the top of the page.
  if (document.activeElement === byId('undo')) byId('status').focus();
  byId('undo').hidden = true;
};

/** Removes the message about a change, and its undo: they were of another text. */
export const retract = (): void => {
  withdrawUndo();
  if (byId('status').matches('.good')) say('');
};

/** How long a change can be undone by one press. */
const UNDO_MS = 10_000;

let undoTimer: ReturnType<typeof setTimeout> | undefined;

/**
 * Puts a sentence into the page's live region, which stays in view, and which a screen reader reads out.
 *
 * @param text Empty to say nothing more. An undo stays on offer then, with its sentence.
 * @param undo Undoes the change. It is offered for ten seconds.
 */
export const say = (text: string, tone: '' | 'good' | 'bad' = '', undo?: () => unknown): void => {
  const status = byId('status');
  const offer = byId('undo');
  if (text === '' && !offer.hidden) return;
  if (status.textContent !== text) status.textContent = text;
  status.className = `message ${tone}`;
  clearTimeout(undoTimer);
  withdrawUndo();
  if (!undo) return;
  offer.hidden = false;
  offer.onclick = () => {
    withdrawUndo();
    undo();
  };
  undoTimer = setTimeout(withdrawUndo, UNDO_MS);
};
