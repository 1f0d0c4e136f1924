import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { world } from './sample-world.ts';

export type Activity = { type: string; [field: string]: unknown };
export type Answer = { status: number; body?: unknown };
export type Chat = {
  as: string;
  conversation: string;
  text?: string;
  mention?: false;
  press?: { activityId: string; verb: string; data: Record<string, unknown> };
};
type Message = {
  conversation: string;
  activityId: string;
  from: { name: string; alias: string; bot: boolean };
  at: string;
  edited: number;
  deleted: boolean;
  replyToId: string | null;
  activity: Activity;
};
type Row = Partial<Message> & { activity: Activity };
export type StandIn = Awaited<ReturnType<typeof startStandIn>>;

const page = new URL('../../../src/simulator/page/', import.meta.url);
const vendor: Record<string, string> = {
  'adaptivecards.min.js': fileURLToPath(import.meta.resolve('adaptivecards/dist/adaptivecards.min.js')),
  'markdown-it.min.js': fileURLToPath(import.meta.resolve('markdown-it/dist/markdown-it.min.js')),
};
const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A scripted feed behind the chat page, so that its tests depend on nothing but the page. */
export async function startStandIn() {
  const messages: Message[] = [];
  const listeners = new Set<ServerResponse>();
  const chats: Chat[] = [];
  const controls: { path: string; body: unknown }[] = [];
  const script: { answer: (chat: Chat) => Answer | Promise<Answer> } = { answer: accepted };

  function announce(event: string, data: unknown) {
    for (const listener of listeners) listener.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  function botSays(conversation: string, row: Row) {
    const message = { ...defaults(messages.length), conversation, ...row };
    messages.push(message);
    announce('message', { conversation, activityId: message.activityId });
    return message.activityId;
  }

  function edit(activityId: string, activity: Activity) {
    const message = messages.find((candidate) => candidate.activityId === activityId)!;
    message.edited += 1;
    message.activity = activity;
    announce('edit', { conversation: message.conversation, activityId });
  }

  const feed: Record<string, (response: ServerResponse, url: URL) => void> = {
    '/_chat/world': (response) => sendJson(response, world),
    '/_chat/messages': (response, url) => sendJson(response, { messages: seen(messages, url) }),
    '/_chat/events': (response) => listenTo(response, listeners),
  };

  async function route(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(`http://localhost${request.url}`);
    const answer = feed[url.pathname];
    if (answer) answer(response, url);
    else if (request.method === 'POST') sendJson(response, await receive(url.pathname, request));
    else await sendFile(response, url.pathname);
  }

  async function receive(path: string, request: IncomingMessage) {
    const body = request.headers['content-type'] ? ((await json(request)) as Chat) : undefined;
    if (path !== '/_simulator/chat') return controls.push({ path, body });
    const chat = body as Chat;
    chats.push(chat);
    if (chat.text) botSays(chat.conversation, personSays(chat));
    return script.answer(chat);
  }

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function reset() {
    for (const list of [messages, chats, controls]) list.length = 0;
    script.answer = accepted;
  }

  function close() {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  }

  return { url, chats, controls, script, botSays, edit, announce, reset, close };
}

function accepted(): Answer {
  return { status: 200 };
}

function defaults(count: number): Omit<Message, 'conversation' | 'activity'> {
  return {
    activityId: String(1000 + count),
    from: { name: 'Bulwark', alias: 'bulwark', bot: true },
    at: new Date().toISOString(),
    edited: 0,
    deleted: false,
    replyToId: null,
  };
}

function personSays({ as, text }: Chat): Row {
  const name = world.people.find((person) => person.alias === as)?.name ?? as;
  return { from: { name, alias: as, bot: false }, activity: { type: 'message', text } };
}

function seen(messages: Message[], url: URL) {
  return messages.filter(({ conversation }) => conversation === url.searchParams.get('conversation'));
}

function listenTo(response: ServerResponse, listeners: Set<ServerResponse>) {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  listeners.add(response);
  response.on('close', () => listeners.delete(response));
}

function sendJson(response: ServerResponse, body: unknown) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function sendFile(response: ServerResponse, path: string) {
  const name = path === '/' ? 'index.html' : path.replace('/page/', '');
  const file = vendor[name.replace('vendor/', '')] ?? new URL(name, page);
  const headers = { 'content-type': contentTypes[extname(name)], 'cache-control': 'max-age=600' };
  response.writeHead(200, headers).end(await readFile(file));
}
