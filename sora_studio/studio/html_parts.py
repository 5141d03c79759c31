"""The film page's own style and script: fixed texts, in which nothing of a film is ever put."""

STYLE = """
:root { color-scheme: dark; --line: #2d2d2d; --dim: #b2b2b2; --accent: #6fb1e6; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1120px; padding: 32px 24px 64px; background: #141414; color: #e9e9e9;
  font: 15px/1.5 Inter, system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; overflow-wrap: anywhere; }
.author, .facts { margin: 0 0 16px; color: var(--dim); }
video { display: block; width: 100%; max-height: 78vh; background: #000; border-radius: 6px; margin: 16px 0 12px; }
ol { list-style: none; margin: 0; padding: 0; }
li { display: grid; grid-template-columns: 260px 1fr; gap: 0 24px; border-top: 1px solid var(--line); padding: 12px 0; }
li h2 { grid-column: 1 / -1; font-size: 13px; letter-spacing: .04em; text-transform: uppercase; margin: 4px 0 8px;
  color: var(--dim); }
li > div { padding-top: 5px; }
li p { margin: 0 0 4px; overflow-wrap: anywhere; white-space: pre-line; }
.marks, .missing { color: var(--dim); font-size: 13px; }
button { display: grid; grid-template-columns: 1fr auto 64px; gap: 12px; align-items: baseline; align-self: start;
  font: inherit; font-variant-numeric: tabular-nums; text-align: left; color: inherit; background: none;
  border: 1px solid transparent; border-radius: 6px; padding: 4px 8px; cursor: pointer; }
button:hover, li.now button { background: #2b4257; }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
button:disabled { cursor: default; opacity: .55; background: none; }
.number { font-weight: 600; overflow-wrap: anywhere; }
.timecode, .length { color: var(--dim); }
.length { text-align: right; }
@media (max-width: 640px) { li { grid-template-columns: 1fr; } }
@media (prefers-color-scheme: light) {
  :root { color-scheme: light; --line: #d2d2d2; --dim: #4c4c4c; --accent: #1c699f; }
  body { background: #f3f3f3; color: #1b1b1b; }
  button:hover, li.now button { background: #c8dff0; }
}
"""

# The film is taken out of the page as a file of the browser's own, in which every browser can seek.
SCRIPT = """
'use strict';
const player = document.getElementById('player');
const film = document.getElementById('film');
if (film) {
  const text = film.textContent;
  const pieces = [];
  const step = 4 * 262144;
  for (let at = 0; at < text.length; at += step) {
    const raw = atob(text.slice(at, at + step));
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    pieces.push(bytes);
  }
  film.remove();
  player.src = URL.createObjectURL(new Blob(pieces, { type: 'video/mp4' }));
}
const rows = [...document.querySelectorAll('button[data-start]')];
for (const row of rows) {
  row.addEventListener('click', () => {
    // A little into the first frame: a time exactly between two frames may show the one before.
    player.currentTime = Number(row.dataset.start) + 0.001;
    player.play();
  });
}
player.addEventListener('timeupdate', () => {
  let now = null;
  for (const row of rows) if (Number(row.dataset.start) <= player.currentTime + 0.0005) now = row;
  for (const row of rows) row.parentElement.classList.toggle('now', row === now);
});
"""
