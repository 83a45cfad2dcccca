/**
 * The page's style sheet. It is inlined, so that the page is one request.
 *
 * Each line of the string takes the direction of its first letter; the heading begins in English. The mark after the
 * heading, U+200F, keeps the final punctuation of Arabic and Hebrew text at its end.
 */
export const styles = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1d1b18; --quiet: #6a645c; --accent: #b4431f; }
@media (prefers-color-scheme: dark) { :root { --paper: #16151a; --ink: #f2efe9; --quiet: #aaa39a; --accent: #ff9d73; } }
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { min-height: 100vh; min-height: 100svh; margin: 0; display: grid; align-items: center; padding: clamp(1.25rem, 6vw, 12rem); }
main { width: 100%; max-width: 60rem; margin-inline: auto; border-inline-start: max(0.25rem, 0.1em) solid var(--accent); padding-inline-start: clamp(1rem, 0.5em, 4rem); font-size: clamp(1.75rem, 1rem + 3vw, 8rem); }
h1 { margin: 0; font: 600 1em / 1.2 ui-serif, Georgia, "Times New Roman", serif; letter-spacing: -0.01em; white-space: break-spaces; overflow-wrap: anywhere; text-wrap-style: balance; unicode-bidi: plaintext; text-align: start; }
h1::after { content: "\\200f" / ""; }
.empty h1::after { content: "(nothing)"; font-style: italic; font-weight: 400; color: var(--quiet); }
p { margin: 1.5em 0 0; font: 1rem / 1.5 system-ui, sans-serif; color: var(--quiet); }
.long { max-width: 44rem; font-size: clamp(1.125rem, 0.9rem + 0.7vw, 2.5rem); }
.long h1 { font-weight: 400; line-height: 1.6; letter-spacing: 0; text-wrap-style: pretty; }
@media (min-width: 120rem) { main { max-width: 62vw; } .long { max-width: 38em; } p { font-size: 0.3em; } .long p { font-size: 0.8em; } }
@media print { :root { --paper: #fff; --ink: #000; --quiet: #000; } body { display: block; padding: 0; } main { max-width: none; border: 0; padding: 0; font-size: 24pt; } .long { font-size: 12pt; } }
`;
