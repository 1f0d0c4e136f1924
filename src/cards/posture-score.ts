import type { Posture } from '../core/posture.ts';
import type { View } from './card.ts';

type Score = Posture['score'];

/** The header's figures: a score only when something could be judged. */
export function scoreView(score: Score) {
  return {
    score: score.judged > 0 ? scoreWords(score) : 'Could not read',
    asides: asides(score),
    bar: score.judged > 0 ? [barView(score)] : [],
    allSecure: allSecure(score),
    nothingRead: score.judged === 0,
  } satisfies View;
}

export function scoreWords({ secure, judged }: Score): string {
  return judged > 0 ? `${secure} of ${judged} secure` : 'could not be read';
}

/** What the score leaves out, under it. */
function asides({ judged, unread, superseded, accepted }: Score) {
  return [
    ...(accepted > 0 ? [{ text: `${accepted} accepted` }] : []),
    ...(unread > 0 && judged > 0 ? [{ text: `${unread} not read` }] : []),
    ...(superseded > 0 ? [{ text: `${superseded} not applicable` }] : []),
  ];
}

/** Rounded down, so that only a whole posture reads 100%. */
function barView({ secure, judged }: Score) {
  const percent = Math.floor((100 * secure) / judged);
  const filled = Math.floor(percent / 10);
  return { percent: String(percent), squares: '■'.repeat(filled) + '□'.repeat(10 - filled) };
}

function allSecure({ secure, judged, unread, superseded, accepted }: Score) {
  if (judged === 0 || secure < judged || unread > 0) return [];
  const which = `${judged} policies${superseded > 0 ? ' that apply' : ''}`;
  const all = accepted > 0 ? `Apart from what is accepted, all ${which}` : `All ${which}`;
  return [{ text: `${all} are at their secure value.` }];
}
