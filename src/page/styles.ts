/** The page's style sheet. It travels inside the document, so that the page is one request. */
export const styles = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1d1b18; --accent: #b4431f; }
@media (prefers-color-scheme: dark) { :root { --paper: #16151a; --ink: #f2efe9; --accent: #ff9d73; } }
* { box-sizing: border-box; }
html { height: 100%; background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { min-height: 100%; margin: 0; display: grid; place-content: center; grid-template-columns: minmax(0, 50rem); padding: clamp(1.5rem, 6vw, 6rem); }
main { border-inline-start: 0.375rem solid var(--accent); padding-inline-start: clamp(1rem, 4vw, 2.5rem); }
h1 { margin: 0; font: 600 clamp(1.75rem, 1.1rem + 3.2vw, 3.75rem) / 1.2 ui-serif, Georgia, "Times New Roman", serif; letter-spacing: -0.01em; white-space: break-spaces; overflow-wrap: anywhere; unicode-bidi: plaintext; }
@media print { :root { --paper: #fff; --ink: #000; } body { display: block; padding: 0; } }
`;
