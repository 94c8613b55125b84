/** One small sheet for all pages, readable in light and dark, on phones and on paper. */
export const styleSheet = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 20%, transparent); --accent: light-dark(#0b57d0, #8ab4f8); }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.55 system-ui, sans-serif; }
header { border-bottom: 1px solid var(--line); padding: .75rem 1.25rem; }
nav { display: flex; flex-wrap: wrap; gap: 1.25rem; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; overflow-wrap: anywhere; }
a { color: var(--accent); }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
h1 { font-size: 1.75rem; margin: .5rem 0 1rem; }
h2 { margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { margin: 2rem 0 .25rem; font-size: 1.05rem; }
h4 { margin: 1rem 0 .25rem; font-size: .95rem; }
code, pre { font: .875rem/1.5 ui-monospace, monospace; }
pre { border: 1px solid var(--line); border-radius: .4rem; padding: .75rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
.method { font: 700 .8rem ui-monospace, monospace; text-transform: uppercase; color: var(--accent); }
button { font: inherit; padding: .6rem 1.25rem; border: 0; border-radius: .4rem; background: var(--accent); color: light-dark(#fff, #10151c); cursor: pointer; }
button:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
.note { opacity: .8; }
:target { scroll-margin-top: 1rem; outline: 2px solid var(--accent); outline-offset: .3rem; }
@media print { nav { display: none; } }
`.trimStart();
