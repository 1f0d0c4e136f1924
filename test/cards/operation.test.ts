import { describe, expect, test } from 'vitest';
import { operationCard } from '../../src/cards/operation.ts';
import type { PolicyOperation } from '../../src/core/operations/operation.ts';
import { hardened } from './samples.ts';
import { button, buttonTitles, ofType, textOf } from './structure.ts';
import { contoso, ended, now, operation, refusal, steps } from './world.ts';

function shown(seen: PolicyOperation, mayUndo = true) {
  return operationCard({ operation: seen, mayUndo, now });
}

function headingOf(seen: PolicyOperation): { style: unknown; heading: string } {
  const card = shown(seen);
  const [heading] = ofType(card, 'TextBlock');
  return { style: ofType(card, 'Container')[0]?.['style'], heading: String(heading?.['text']) };
}

/** applied, verified, needsReconsent → what the header says, and in which style. */
const flags = [
  [true, true, false, 'good', 'Hardened and checked'],
  [true, true, true, 'good', 'Hardened and checked'],
  [true, false, false, 'warning', 'Written, but the check still reads Off'],
  [true, false, true, 'warning', 'Written, but the check still reads Off'],
  [false, true, false, 'good', 'Nothing to do: it already reads On'],
  [false, true, true, 'good', 'Nothing to do: it already reads On'],
  [false, false, false, 'attention', 'Not changed: the write did not take effect'],
  [false, false, true, 'attention', 'Not changed: consent needed'],
] as const;

describe.each(flags)(
  'applied %s, verified %s, needsReconsent %s',
  (applied, verified, needsReconsent, style, heading) => {
    const result = { applied, verified, needsReconsent, now: verified };

    test.each([
      ['with its steps', steps(applied ? 'ok' : verified ? 'skipped' : 'failed', verified ? 'ok' : 'failed')],
      ['without steps', []],
    ])('is told by the header, %s', (_how, told) => {
      expect(headingOf(ended({ steps: told, result }))).toEqual({ style, heading });
    });

    test('asks for consent exactly when consent is missing', () => {
      const text = textOf(shown(ended({ steps: [], result })));
      expect(/An admin must grant consent again/.test(text)).toBe(needsReconsent);
      expect(/What already worked stays in place/.test(text)).toBe(needsReconsent && applied);
    });

    test('offers Undo… only for what was written', () => {
      expect(buttonTitles(shown(ended({ steps: [], result }))).includes('Undo…')).toBe(applied);
    });
  },
);

test.each([
  ['done', 'Put back and checked', { applied: true, verified: true, now: false }, steps('ok', 'ok')],
  ['not checked', 'Written, but the check still reads On', { applied: true, now: true }, steps('ok', 'failed')],
  ['refused', 'Not changed: consent needed', { needsReconsent: true }, steps('failed', 'skipped')],
])('an undo that was %s says so', (_how, heading, result, told) => {
  expect(headingOf(ended({ verb: 'undo', of: 'op_00', result, steps: told })).heading).toBe(heading);
});

describe('a write without an answer', () => {
  const unanswered = ended({ steps: steps('unknown', 'failed'), result: { now: false } });

  test('is neither done nor undone', () => {
    expect(headingOf(unanswered).heading).toMatch(/^Not known yet:/);
    expect(textOf(shown(unanswered))).not.toMatch(/Not changed|Hardened/);
  });

  test('can be undone, since it may have taken effect', () => {
    expect(buttonTitles(shown(unanswered))).toContain('Undo…');
    expect(buttonTitles(shown(unanswered))).not.toContain('Try again…');
  });
});

describe('buttons', () => {
  test('carry the operation, and nothing to write', () => {
    expect(button(shown(hardened()), 'Undo…')).toMatchObject({
      verb: 'undo.preview',
      data: { v: 1, op: 'op_01JDG6T9M3' },
    });
    expect(button(shown(hardened()), 'Show posture')).toMatchObject({ data: { v: 1, connectionId: 'conn_1' } });
  });

  test('follow the reader: no Undo… and no retry without the role', () => {
    expect(buttonTitles(shown(hardened(), false))).toEqual(['Show posture']);
    const failed = ended({ steps: steps('failed', 'skipped', refusal('throttled')), result: {} });
    expect(buttonTitles(shown(failed, false))).not.toContain('Try again…');
  });

  test('offer no Undo… of an undo', () => {
    const undone = ended({
      verb: 'undo',
      of: 'op_00',
      steps: steps('ok', 'ok'),
      result: { applied: true, verified: true },
    });
    expect(buttonTitles(shown(undone))).toEqual(['Show posture']);
  });

  test('offer no Undo… without the earlier value, and say how to go back', () => {
    const { before: _before, ...forgotten } = hardened();
    expect(buttonTitles(shown(forgotten))).not.toContain('Undo…');
    expect(textOf(shown(forgotten))).toContain(
      'Bulwark did not record the earlier value. To go back, change it in Entra.',
    );
    expect(button(shown(forgotten), 'Open in Entra')).toMatchObject({ type: 'Action.OpenUrl' });
  });

  test('open a new confirmation after a failure', () => {
    const failed = { steps: steps('failed', 'skipped', refusal('throttled')), result: {} };
    expect(button(shown(ended(failed)), 'Try again…')).toMatchObject({
      verb: 'harden.preview',
      data: { v: 1, policyKey: 'security_defaults', connectionId: 'conn_1' },
    });
    expect(button(shown(ended({ ...failed, verb: 'undo', of: 'op_00' })), 'Try again…')).toMatchObject({
      verb: 'undo.preview',
      data: { v: 1, op: 'op_00' },
    });
  });

  test.each(['proposed', 'running', 'cancelled'] as const)(
    'a %s operation has nothing to undo or try again',
    (state) => {
      expect(buttonTitles(shown(operation({ state })))).toEqual(['Show posture']);
    },
  );
});

test('the summary holds what the header holds', () => {
  expect(shown(hardened()).summary).toBe(
    'Hardened and checked (Done): Security Defaults enabled in Contoso, from Off to On. By Isaiah Langer at 22 Nov 2026 08:14 UTC · reference op_01JDG6T9M3.',
  );
});

test('a setting that is no longer listed shows its values as they are', () => {
  const target = { kind: 'policy', id: 'retired', label: 'Retired setting' } as const;
  const retired = hardened({ target, connection: contoso });
  expect(textOf(shown(retired))).toMatch(/Retired setting in Contoso\nBefore false\nWanted true\nNow true/);
});

test('what is part of a plan leads back to it, and so does what puts it back', () => {
  const plan = 'plan_01';
  const data = expect.objectContaining({ plan });
  const done = { steps: steps('ok', 'ok'), result: { applied: true, verified: true } };
  for (const seen of [ended({ ...done, plan }), ended({ ...done, plan, verb: 'undo', of: 'op_00' })]) {
    expect(button(shown(seen), 'Show plan')).toMatchObject({ verb: 'plan.show', data });
  }
  expect(buttonTitles(shown(ended(done)))).not.toContain('Show plan');
});
