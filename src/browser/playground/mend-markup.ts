/**
 * Corrects what GraphiQL's markup tells assistive technology, each time GraphiQL writes it. Only attributes change;
 * nothing visible does.
 */
export const mendMarkup = (root: HTMLElement): void => {
  const mend = () => {
    mendTabs(root);
    mendHistory(root);
    mendEditors(root);
    mendIcons(root);
  };
  new MutationObserver(mend).observe(root, {
    subtree: true,
    childList: true,
    attributeFilter: ['role', 'aria-selected', 'aria-label', 'title'],
  });
};

/**
 * GraphiQL puts two buttons into a tab, where assistive technology can't see them, and arrow keys do not move between
 * its tabs. So they are presented as a list of buttons, one of them current.
 */
const mendTabs = (root: HTMLElement): void => {
  root.querySelector('.graphiql-tabs[role="tablist"]')?.removeAttribute('role');
  for (const tab of root.querySelectorAll('.graphiql-tab')) {
    const button = tab.querySelector('.graphiql-tab-button');
    const isCurrent = tab.getAttribute('aria-selected');
    if (isCurrent !== null) {
      button?.setAttribute('aria-current', isCurrent);
      tab.removeAttribute('aria-selected');
      tab.removeAttribute('role');
    }
    const close = tab.querySelector('.graphiql-tab-close');
    const name = `Close ${button?.textContent}`;
    if (close) rename(close, name);
  }
};

/** Every item is named "Set active". Without the label, its own text names it. */
const mendHistory = (root: HTMLElement): void => {
  for (const item of root.querySelectorAll('.graphiql-history-item-label[aria-label]'))
    item.removeAttribute('aria-label');
};

/** Writing the same name again would call the observer for ever. */
const rename = (element: Element, name: string): void => {
  if (element.ariaLabel !== name) element.ariaLabel = name;
};

/** GraphiQL makes titles of the names of its functions, which the build shortens to single letters. */
const mendIcons = (root: HTMLElement): void => {
  for (const title of root.querySelectorAll('svg > title:not(:empty)')) title.textContent = '';
};

/**
 * The frames around the code editors take the focus first and have no name. The result would be read out line by line.
 */
const mendEditors = (root: HTMLElement): void => {
  for (const frame of root.querySelectorAll('.graphiql-editor')) {
    const name = frame.closest('section')?.ariaLabel ?? 'Code';
    if (frame.role !== 'group') frame.role = 'group';
    rename(frame, `${name}: Enter moves in, Escape moves out`);
    for (const input of frame.querySelectorAll('[aria-label="Editor content"]')) rename(input, `${name}, content`);
  }
  root.querySelector('.result-window[aria-live="polite"]')?.setAttribute('aria-live', 'off');
};
