import { type AlertLevel, alertLevels } from '../../../src/core/alerts/alert.ts';
import type { RiskyUser } from '../../../src/core/signals/signal-port.ts';

type Episode = { isOpen: boolean; level: string; changedAt: string; isSnoozed: boolean; isDismissed: boolean };

/** The rules of episodes once more, as plainly as they can be said. */
export function reference() {
  const episodes = new Map<string, Episode>();

  function seen(user: RiskyUser): readonly string[] {
    const episode = episodes.get(user.id);
    const isActive = user.riskState === 'atRisk' && !user.isDeleted;
    if (!isActive) return close(episode, user);
    return episode ? seenAgain(episode, user) : open(user);
  }

  function seenAgain(episode: Episode, user: RiskyUser): readonly string[] {
    const isOlder = user.riskLastUpdatedDateTime < episode.changedAt;
    if (episode.isOpen && !episode.isDismissed) return isOlder ? [] : update(episode, user);
    return user.riskLastUpdatedDateTime > episode.changedAt ? startAnew(episode, user) : [];
  }

  function startAnew({ isOpen }: Episode, user: RiskyUser): readonly string[] {
    return isOpen ? [`closed ${user.id}`, ...open(user)] : open(user);
  }

  function open({ id, riskLevel: level, riskLastUpdatedDateTime: changedAt }: RiskyUser): readonly string[] {
    episodes.set(id, { isOpen: true, level, changedAt, isSnoozed: false, isDismissed: false });
    return [`opened ${id}`];
  }

  function close(episode: Episode | undefined, user: RiskyUser): readonly string[] {
    if (!episode?.isOpen) return [];
    Object.assign(episode, { isOpen: false, changedAt: user.riskLastUpdatedDateTime });
    return [`closed ${user.id}`];
  }

  function update(episode: Episode, { id, riskLevel, riskLastUpdatedDateTime: changedAt }: RiskyUser) {
    const rise = rankOf(episode.level) - rankOf(riskLevel);
    Object.assign(episode, { level: riskLevel, changedAt }, rise > 0 && { isSnoozed: false });
    if (rise === 0) return [];
    return [`${rise > 0 ? 'raised' : 'lowered'} ${id}`];
  }

  function mark(id: string, as: 'isSnoozed' | 'isDismissed'): boolean {
    const episode = episodes.get(id);
    if (!episode?.isOpen) return false;
    episode[as] = true;
    return true;
  }

  return {
    seen,
    mark,
    isOpen: (id: string) => episodes.get(id)?.isOpen === true,
    isSnoozed: (id: string) => episodes.get(id)?.isOpen === true && episodes.get(id)?.isSnoozed === true,
  };
}

function rankOf(level: string): number {
  return alertLevels.indexOf(level as AlertLevel);
}
