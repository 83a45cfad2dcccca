/**
 * Makes Escape move focus out of a code editor, where Tab indents, to the element around it, so that Tab works again.
 * When Monaco needs Escape itself, such as to close suggestions, it stops the event first.
 */
export const leaveByEscape = (event: KeyboardEvent): void => {
  if (event.key !== 'Escape' || !(event.target instanceof Element)) return;
  event.target.closest('.monaco-editor')?.closest<HTMLElement>('[tabindex="0"]')?.focus();
};
