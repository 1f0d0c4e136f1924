import { unreachable } from './outcome.js';

/** The world's people and conversations: `{people, conversations}`. */
export function fetchWorld() {
  return getJson('/_chat/world');
}

/** What this person sees in this conversation, oldest first. */
export async function fetchMessages(as, conversation) {
  const query = new URLSearchParams({ as, conversation });
  return (await getJson(`/_chat/messages?${query}`)).messages;
}

export function sendText({ as, conversation, text, mention }) {
  return deliver({ as, conversation, text, ...(mention ? {} : { mention: false }) });
}

export function sendPress({ as, conversation, press }) {
  return deliver({ as, conversation, press });
}

/** Who the app finds for what is typed: `{finds: [{title, text, value}]}`, or a `notice` to show instead. */
export async function searchFinds({ as, conversation, query }) {
  const { status, body } = await deliver({ as, conversation, query });
  const extension = body?.composeExtension;
  if (extension?.type === 'message') return { finds: [], notice: extension.text };
  if (extension?.type !== 'result') return { finds: [], notice: unreachable(status) };
  return {
    finds: extension.attachments.map(({ preview: { content } }) => ({ ...content, value: content.tap?.value })),
  };
}

/** Sends the find's card as a message of this person; answers the notice when there is no card. */
export async function insertFind({ as, conversation, insert }) {
  const { status, body } = await deliver({ as, conversation, insert });
  const extension = body?.composeExtension;
  if (extension?.type === 'message') return extension.text;
  return extension?.type === 'result' ? undefined : unreachable(status);
}

/** Calls `handlers[event](data)` for each of the feed's events, `handlers.connection(up)` when it comes or goes. Returns how to stop. */
export function listen(as, handlers) {
  const source = new EventSource(`/_chat/events?${new URLSearchParams({ as })}`);
  for (const name of ['message', 'edit', 'delete', 'typing']) {
    source.addEventListener(name, (event) => handlers[name](JSON.parse(event.data)));
  }
  source.onopen = () => handlers.connection(true);
  source.onerror = () => handlers.connection(false);
  return () => source.close();
}

export async function controlWorld(path, body) {
  const response = await post(path, body);
  if (!response.ok) throw new Error(`The simulated world answered ${response.status}.`);
}

/** The product's own answer `{status, body}`; status 0 when nothing answered at all. */
async function deliver(message) {
  try {
    const response = await post('/_simulator/chat', message);
    const answer = await response.json();
    return response.ok ? answer : { status: response.status, body: answer };
  } catch {
    return { status: 0 };
  }
}

function post(path, body) {
  const init =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return fetch(path, { method: 'POST', ...init });
}

async function getJson(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return response.json();
}
