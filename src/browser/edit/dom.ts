/** @throws Error if the document has no such element. */
export const byId = <Type extends HTMLElement = HTMLElement>(id: string): Type => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`No element has the id ${id}`);
  return element as Type;
};

/** Makes an element. Strings become text and never markup. */
export const element = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

export const button = (text: string, label: string, onclick: () => void): HTMLButtonElement =>
  element('button', { type: 'button', ariaLabel: label, onclick }, text);

/** Puts a sentence into a live region, which a screen reader reads out. */
export const say = (place: HTMLElement, text: string, tone: 'neutral' | 'good' | 'bad' = 'neutral'): void => {
  place.textContent = text;
  place.className = `message ${tone}`;
};
