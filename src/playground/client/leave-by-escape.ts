/**
 * Makes Escape lead out of an editor, in which Tab indents, to the element around it, from where Tab goes on. Where Monaco has
 * a use of its own for Escape, such as closing its suggestions, it stops the event, and that is all that happens.
 */
export const leaveByEscape = (event: KeyboardEvent): void => {
  if (event.key !== 'Escape' || !(event.target instanceof Element)) return;
  event.target.closest('.monaco-editor')?.closest<HTMLElement>('[tabindex="0"]')?.focus();
};
