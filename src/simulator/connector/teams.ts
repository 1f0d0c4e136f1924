import type { Answer } from '../http.ts';
import { conversations, team } from '../world/conversations.ts';

export function getTeam(): Answer {
  const channelCount = conversations.filter((one) => one.conversationType === 'channel').length;
  return { status: 200, body: { id: team.id, name: team.name, aadGroupId: team.aadGroupId, channelCount } };
}

export function listChannels(): Answer {
  const channels = conversations.filter((one) => one.conversationType === 'channel');
  return { status: 200, body: { conversations: channels.map(({ id, name }) => ({ id, name })) } };
}
