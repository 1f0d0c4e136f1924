import { describe, expect, test } from 'vitest';
import { hardenConfirmCard } from '../../src/cards/harden-confirm.ts';
import { undoConfirmCard } from '../../src/cards/undo-confirm.ts';
import { hardened } from './samples.ts';
import { actionSets, ofType, textOf } from './structure.ts';
import { contoso, guestInvites, now, operation, securityDefaults } from './world.ts';

const hardening = hardenConfirmCard({
  preview: { policy: guestInvites, connection: contoso, from: 'everyone', to: 'none', operation: operation() },
  now,
});

const hardeningForMany = hardenConfirmCard({
  preview: { policy: securityDefaults, connection: contoso, from: false, to: true, operation: operation() },
  now,
});

const undoing = undoConfirmCard({
  preview: {
    policy: guestInvites,
    connection: contoso,
    from: 'adminsAndGuestInviters',
    to: 'someNewValue',
    original: hardened(),
    operation: operation({ verb: 'undo', id: 'op_02' }),
  },
  now,
});

describe('the confirmation of a harden', () => {
  test('writes only what the operation stands for, and takes the reason along', () => {
    expect(actionSets(hardening)).toMatchObject([
      [
        { title: 'Harden now', verb: 'harden.execute', data: { v: 1, op: 'op_01JDG6T9M3' }, associatedInputs: 'auto' },
        { title: 'Cancel', verb: 'op.cancel', data: { v: 1, op: 'op_01JDG6T9M3' }, associatedInputs: 'none' },
      ],
    ]);
    expect(Object.keys(actionSets(hardening)[0]?.[0]?.['data'] as object).sort()).toEqual(['op', 'v']);
  });

  test('asks for a reason without insisting', () => {
    const [input] = ofType(hardening, 'Input.Text');
    expect(input).toMatchObject({ id: 'reason', maxLength: 500, isMultiline: true });
    expect(input).not.toHaveProperty('isRequired');
  });

  test('warns of a high impact and only mentions a lower one', () => {
    expect(ofType(hardeningForMany, 'Container')).toMatchObject([{ style: 'warning' }]);
    expect(ofType(hardening, 'Container')).toMatchObject([{ style: 'emphasis' }]);
  });

  test('of a high impact writes nothing yet: its button asks for a reason first', () => {
    expect(actionSets(hardeningForMany)).toMatchObject([
      [
        { title: 'Continue', verb: 'harden.reason', data: { v: 1, op: 'op_01JDG6T9M3' } },
        { title: 'Cancel', verb: 'op.cancel' },
      ],
    ]);
    expect(ofType(hardeningForMany, 'Input.Text')).toEqual([]);
  });

  test('says what it will not do and who can press', () => {
    expect(textOf(hardening)).toContain('It will not change any other policy, any user or any password.');
    expect(textOf(hardening)).toContain('Only the person who opened this card can go on.');
    expect(hardeningForMany.summary).toMatch(
      /^Set Security Defaults enabled in Contoso from Off to On\?.*op_01JDG6T9M3\.$/,
    );
  });
});

describe('the confirmation of an undo', () => {
  test('writes only what its own operation stands for', () => {
    expect(actionSets(undoing)).toMatchObject([
      [
        { title: 'Undo now', verb: 'undo.execute', data: { v: 1, op: 'op_02' }, style: 'destructive' },
        { title: 'Cancel', verb: 'op.cancel', data: { v: 1, op: 'op_02' } },
      ],
    ]);
  });

  test('names the recorded value even when it is not a listed one', () => {
    expect(textOf(undoing)).toContain('someNewValue');
    expect(textOf(undoing)).toContain('This makes the tenant less secure: someNewValue is not the secure value.');
  });
});
