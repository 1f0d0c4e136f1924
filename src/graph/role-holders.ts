import type { Reading } from '../core/graph-answers.ts';
import { unreadable } from './readings.ts';
import { enabledUser, roleHolder } from './user-answers.ts';
import { userReads } from './user-requests.ts';
import { type Directory, readWholeList } from './whole-list.ts';

const query = '$select=id,accountEnabled';
/** Role-assignable groups contain no groups, and hardly a tenant gives one role to several of them. */
const maxGroups = 10;

/** The enabled users who hold a role: its own members, and those of the groups it is assigned to. */
export async function enabledHolders(directory: Directory, templateId: string): Promise<Reading<readonly string[]>> {
  const holders = await readWholeList(directory, userReads.membersOfRole, { id: templateId, query }, roleHolder);
  if (holders.status !== 'ok') return holders;
  const groups = holders.value.flatMap((holder) => holder.groups);
  if (groups.length > maxGroups) return unreadable;
  const members = await Promise.all(groups.map((id) => enabledMembers(directory, id)));
  const failed = members.find(({ status }) => status !== 'ok');
  if (failed) return failed;
  const users = [...holders.value.flatMap((holder) => holder.users), ...members.flatMap(idsIn)];
  return { status: 'ok', value: [...new Set(users)] };
}

async function enabledMembers(directory: Directory, id: string): Promise<Reading<readonly string[]>> {
  const users = await readWholeList(directory, userReads.usersOfGroup, { id, query }, enabledUser);
  return users.status === 'ok' ? { status: 'ok', value: users.value.flat() } : users;
}

function idsIn(reading: Reading<readonly string[]>): readonly string[] {
  return reading.status === 'ok' ? reading.value : [];
}
