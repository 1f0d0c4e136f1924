import { expect, test } from 'vitest';
import { actionsFrom } from '../../src/cards/buttons.ts';

const button = (title: string) => ({ title, verb: 'posture.show' });

test('two buttons are shown and the others wait behind "…", six at most', () => {
  const actions = actionsFrom(['A', 'B', 'C', 'D', 'E', 'F', 'G'].map(button));
  expect(actions).toHaveLength(6);
  expect(actions.filter((action) => !('mode' in action))).toHaveLength(2);
});

test('links come after the buttons', () => {
  const link = { title: 'Open in Entra', url: 'https://entra.microsoft.com' };
  expect(actionsFrom([button('A')], [link])).toEqual([
    { type: 'Action.Execute', title: 'A', verb: 'posture.show', data: {} },
    { type: 'Action.OpenUrl', ...link },
  ]);
});
