import type { ConsentAnswer } from '../core/consent/consent-answer.ts';

export type ConsentOutcome = ConsentAnswer | 'unavailable';

type Words = { status: number; mark: string; title: string; text: string };

const startAgain = 'To try again, write “connect” to Bulwark in a 1:1 chat.';

/** Our own words only: nothing of what the address holds is shown. */
const words = {
  proving: {
    status: 200,
    mark: '✓',
    title: 'Thank you',
    text: 'Bulwark now looks at what was granted. The card in Teams shows the result in a moment.',
  },
  refused: { status: 200, mark: '–', title: 'Consent was not granted', text: `Nothing was connected. ${startAgain}` },
  wrongTenant: {
    status: 400,
    mark: '✕',
    title: 'That was another tenant',
    text: `Consent came from another tenant than the one that was asked for, so nothing was connected. ${startAgain}`,
  },
  expired: { status: 400, mark: '✕', title: 'This link ran out', text: `Nothing was connected. ${startAgain}` },
  used: {
    status: 400,
    mark: '✕',
    title: 'This link was used before',
    text: `A link works once. The card in Teams shows how it ended. ${startAgain}`,
  },
  unknown: {
    status: 400,
    mark: '✕',
    title: 'This is not a link of ours',
    text: `Nothing was connected. ${startAgain}`,
  },
  unavailable: {
    status: 503,
    mark: '✕',
    title: 'Not just now',
    text: 'Bulwark cannot record anything at the moment, so nothing was connected. Load this page again in a minute.',
  },
} as const satisfies Record<ConsentOutcome, Words>;

export function consentPage(outcome: ConsentOutcome): { status: number; html: string } {
  const { status, mark, title, text } = words[outcome];
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Bulwark</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 "Segoe UI", system-ui, sans-serif; margin: 0; padding: 12vh 1.25rem; background: Canvas; color: CanvasText; }
  main { max-width: 28rem; margin: auto; padding: 2rem; border: 1px solid color-mix(in srgb, CanvasText 25%, transparent); border-radius: 12px; }
  .mark { font-size: 2rem; line-height: 1; margin: 0 0 1rem; }
  h1 { font-size: 1.35rem; margin: 0 0 .5rem; }
  p { margin: 0; }
  footer { margin-top: 1.5rem; opacity: .75; font-size: .9rem; }
</style>
</head>
<body>
<main>
<p class="mark" aria-hidden="true">${mark}</p>
<h1>${title}</h1>
<p>${text}</p>
<footer>You can close this page.</footer>
</main>
</body>
</html>`;
  return { status, html };
}
