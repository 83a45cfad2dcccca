/**
 * Mends what GraphiQL's markup tells assistive technology wrongly, as often as GraphiQL writes it. Everything here is told
 * by attributes; nothing that is seen changes.
 */
export const mendMarkup = (root: HTMLElement): void => {
  const mend = () => {
    mendTabs(root);
    mendHistory(root);
    mendEditors(root);
  };
  new MutationObserver(mend).observe(root, {
    subtree: true,
    childList: true,
    attributeFilter: ['role', 'aria-selected', 'aria-label', 'title'],
  });
};

/**
 * What is inside of a tab is hidden from assistive technology, and GraphiQL puts two buttons there. No arrow key moves between
 * its tabs either; so they are told as what they are, a list of buttons, one of them current.
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
    if (close && close.ariaLabel !== name) close.ariaLabel = name;
  }
};

/** All items have the name "Set active", instead of what each shows. */
const mendHistory = (root: HTMLElement): void => {
  for (const item of root.querySelectorAll('.graphiql-history-item-label[aria-label]'))
    item.removeAttribute('aria-label');
};

/** The editors' frames, which the keyboard comes to first, have no name; and the result would be read out line by line. */
const mendEditors = (root: HTMLElement): void => {
  for (const frame of root.querySelectorAll('.graphiql-editor:not([role])')) {
    frame.setAttribute('role', 'group');
    frame.ariaLabel = 'Editor: Enter leads in, Escape out';
  }
  root.querySelector('.result-window[aria-live="polite"]')?.setAttribute('aria-live', 'off');
};
