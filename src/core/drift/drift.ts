import type { AlertLevel } from '../alerts/alert.ts';
import type { Ending } from '../alerts/sighting.ts';
import { inWords } from '../policies/compare.ts';
import type { PolicyEntry, PolicyValue, Severity } from '../policies/entry.ts';
import { isAccepted, isOpen, type JudgedRow, type Posture } from '../posture.ts';
import type { Baseline } from './baseline.ts';

/** A setting that was secure and no longer is, though nobody decided so here. */
export type Regression = { policy: PolicyEntry; from: PolicyValue; to: PolicyValue; securedAt: number };

export type Drift = {
  regressions: readonly Regression[];
  /** Settings that are as they should be, or whose deviation somebody answers for. */
  endings: readonly Ending[];
  secured: readonly Baseline[];
};

/** What changed for the worse. A setting that could not be read says nothing. */
export function driftOf({ rows }: Posture, baselines: readonly Baseline[], now: number): Drift {
  const judged = rows.filter((row) => row.status === 'ok');
  const before = new Map(baselines.map((baseline) => [baseline.policyKey, baseline]));
  return {
    regressions: judged.filter(isOpen).flatMap((row) => regressionOf(row, before.get(row.policy.key))),
    endings: judged.filter((row) => !isOpen(row)).map(endingOf),
    secured: judged
      .filter(({ compliant }) => compliant)
      .map(({ policy, current }) => ({ policyKey: policy.key, value: current, seenAt: now })),
  };
}

function regressionOf({ policy, current }: JudgedRow, baseline: Baseline | undefined): readonly Regression[] {
  return baseline ? [{ policy, from: baseline.value, to: current, securedAt: baseline.seenAt }] : [];
}

function endingOf(row: JudgedRow): Ending {
  const detail = isAccepted(row) ? 'accepted' : 'secureAgain';
  return { key: `policy/${row.policy.key}`, how: 'resolved', detail, changedAt: null };
}

export const levelOf = { critical: 'high', high: 'high', medium: 'medium', low: 'low' } as const satisfies Record<
  Severity,
  AlertLevel
>;

export function changeInWords({ policy, from, to }: Regression): string {
  return `${inWords(policy, from)} → ${inWords(policy, to)}`;
}
