import { useEffect, useRef } from 'react';
import { takeLinkedToken } from './linked-token.ts';

/** Who the requests come from; empty for nobody. Only this object and the field hold it, so it goes when the page goes. */
export interface EditorToken {
  value: string;
}

/** The field that shows `token` and changes it. A link that brings another one, while the page is open, fills it in too. */
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
      <button type="button" popoverTarget="editor-token-help" aria-label="What is this?" title="What is this?">
        ?
      </button>
      <div popover="auto" id="editor-token-help" className="editor-token-help">
        <p>
          Reading is open to all. Saving takes a token, which an operator makes with{' '}
          <code>npx saved-string editors add NAME --stage STAGE</code>. On your own machine, <code>npm start</code>{' '}
          prints one.
        </p>
        <p>It stays in this tab’s memory and goes when you close or reload it.</p>
      </div>
    </div>
  );
};
