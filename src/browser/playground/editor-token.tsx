import { useEffect, useRef } from 'react';
import { takeLinkedToken } from './linked-token.ts';

/**
 * The token that requests are sent with; empty for none. Only this object and the field hold it, so it goes with the
 * page.
 */
export interface EditorToken {
  value: string;
}

/**
 * Shows `token` in a field and updates it. A link with another token, opened while the page is open, also fills it in.
 */
export const EditorTokenField = ({ token }: { token: EditorToken }) => {
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const show = () => {
      if (input.current) input.current.value = token.value;
    };
    const followLink = () => {
      token.value = takeLinkedToken() ?? token.value;
      show();
    };
    show();
    addEventListener('hashchange', followLink);
    return () => removeEventListener('hashchange', followLink);
  }, [token]);

  return (
    <div className="editor-token">
      <label>
        <span>Editor token</span>
        {/* React copies the value of a controlled input into the markup, which "Save page as" writes to a file. */}
        <input
          ref={input}
          type="password"
          placeholder="sst_…"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => {
            token.value = event.target.value;
          }}
        />
      </label>
      <button type="button" popoverTarget="editor-token-help" aria-label="About tokens" title="About tokens">
        ?
      </button>
      <div popover="auto" id="editor-token-help" className="editor-token-help">
        <p>
          Anyone can read. To save, you need a token. An operator makes one with{' '}
          <code>npx --no saved-string editors add NAME --stage STAGE</code>. On your own machine, <code>npm start</code>{' '}
          prints one.
        </p>
        <p>The token stays in this tab’s memory until you close or reload the tab.</p>
      </div>
    </div>
  );
};
