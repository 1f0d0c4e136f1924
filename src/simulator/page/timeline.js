/**
 * The rows of a conversation: `{key, day}` where a new day begins, else `{key, message, isReply}`. In a
 * channel (`threaded`) replies stand under the post they answer; in a personal chat everything is in order of time.
 */
export function timeline(messages, threaded, now = new Date()) {
  const rows = [];
  let day;
  for (const thread of threaded ? threadsOf(messages) : messages.map((message) => [message])) {
    const threadDay = dayName(new Date(thread[0].at), now);
    if (threadDay !== day) rows.push({ key: `day ${threadDay}`, day: threadDay });
    day = threadDay;
    rows.push(...thread.map((message, index) => ({ key: message.activityId, message, isReply: index > 0 })));
  }
  return rows;
}

export function clockTime(at) {
  return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

export function fullTime(at) {
  return new Date(at).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
}

function threadsOf(messages) {
  const threadOf = new Map();
  for (const message of messages) {
    const thread = threadOf.get(message.replyToId) ?? [];
    thread.push(message);
    threadOf.set(message.activityId, thread);
  }
  return new Set(threadOf.values());
}

function dayName(date, now) {
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
