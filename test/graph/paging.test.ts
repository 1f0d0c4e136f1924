import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readPages } from '../../src/graph/paging.ts';
import { readCall, rig } from './rig.ts';
import { inTurn, json, type Script } from './scripted-cloud.ts';

const path = '/identity/conditionalAccess/policies';
const call = { ...readCall, path: `${path}?$select=id` };

function page(items: unknown[], nextLink?: unknown): Script {
  return json(200, { value: items, ...(nextLink !== undefined && { '@odata.nextLink': nextLink }) });
}

it('reads page after page, in order', async () => {
  const { gateway, graph, onGraph, root } = await rig();
  const link = (token: string) => `${root}${path}?$select=id&$skiptoken=${token}`;
  onGraph(inTurn(page([1, 2], link('a%3D')), page([3], link('b')), page([4])));
  expect(await readPages(gateway, root, call)).toEqual({ items: [1, 2, 3, 4], truncated: false });
  expect(graph.map((request) => request.path.split('?')[1])).toEqual([
    '$select=id',
    '$select=id&$skiptoken=a%3D',
    '$select=id&$skiptoken=b',
  ]);
});

it('stops after ten pages', async () => {
  const { gateway, graph, onGraph, root } = await rig();
  let pages = 0;
  onGraph((request, response) => {
    pages += 1;
    page([pages], `${root}${path}?$skiptoken=${pages}`)(request, response);
  });
  expect(await readPages(gateway, root, call)).toMatchObject({ items: { length: 10 }, truncated: true });
  expect(graph).toHaveLength(10);
});

it('stops after a thousand items', async () => {
  const { gateway, graph, onGraph, root } = await rig();
  onGraph(page(Array(700).fill(0), `${root}${path}?$skiptoken=more`));
  const collection = await readPages(gateway, root, { ...call, path });
  expect(collection).toMatchObject({ refusal: { reason: 'badResponse' } });
  expect(graph).toHaveLength(2);
  onGraph(page(Array(300_000).fill(0)));
  expect(await readPages(gateway, root, call)).toMatchObject({ items: { length: 1_000 }, truncated: true });
});

it.each([{}, { value: {} }, [], 'text', null])('does not take %j for a collection', async (body) => {
  const { gateway, onGraph, root } = await rig();
  onGraph(json(200, body));
  expect(await readPages(gateway, root, call)).toMatchObject({ refusal: { reason: 'badResponse' } });
});

it('hands on a refusal in the middle', async () => {
  const { gateway, onGraph, root } = await rig();
  onGraph(inTurn(page([1], `${root}${path}?$skiptoken=a`), json(404, { error: { code: 'x' } })));
  expect(await readPages(gateway, root, call)).toMatchObject({ refusal: { reason: 'notFound' } });
});

describe('a next link', () => {
  it('in a circle is followed once', async () => {
    const { gateway, graph, onGraph, root } = await rig();
    onGraph(page([1], `${root}${path}?$skiptoken=a`));
    expect(await readPages(gateway, root, call)).toMatchObject({ refusal: { reason: 'badResponse' } });
    expect(graph).toHaveLength(2);
  });

  it('cannot lead away: 50 tricks, no connection elsewhere and no other request', async () => {
    const { gateway, graph, onGraph, root, denied } = await rig();
    let visits = 0;
    const evil = createServer((socket) => {
      visits += 1;
      socket.destroy();
    });
    await new Promise<void>((listening) => evil.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void evil.close());
    const links = tricks(root, `127.0.0.1:${(evil.address() as { port: number }).port}`);
    expect(new Set(links).size).toBeGreaterThanOrEqual(50);
    for (const link of links) {
      graph.length = 0;
      onGraph(page([1], link));
      expect([link, await readPages(gateway, root, call)]).toMatchObject([
        link,
        { refusal: { reason: 'badResponse' } },
      ]);
      expect([link, graph.length]).toEqual([link, 1]);
    }
    expect([visits, denied]).toEqual([0, []]);
  });
});

function tricks(root: string, evil: string): unknown[] {
  const { host, origin } = new URL(root);
  const good = `${root}${path}?$skiptoken=a`;
  return [
    ...elsewhere(evil, origin, host),
    ...otherPaths(root, origin),
    ...badSpelling(good, origin, evil),
    ...noLinks,
  ];
}

function elsewhere(evil: string, origin: string, host: string): string[] {
  const rest = `/v1.0${path}?$skiptoken=a`;
  return [
    `http://${evil}${rest}`,
    `https://${evil}${rest}`,
    `//${evil}${rest}`,
    `http://${host}@${evil}${rest}`,
    `http://${evil}@${host}${rest}`,
    `http://user:pass@${host}${rest}`,
    `${origin}.${evil}${rest}`,
    `${origin}%2f@${evil}${rest}`,
    `${origin}\\@${evil}${rest}`,
    `${origin}#@${evil}${rest}`,
    `${origin}?@${evil}${rest}`,
    `${origin}:80@${evil}${rest}`,
    `http://${evil}#${origin}${rest}`,
    `http://${evil}/${origin}${rest}`,
    `http://${evil}?${origin}${rest}`,
    `http:\\\\${evil}${rest}`,
    `http:/${evil}${rest}`,
    `http:${evil}${rest}`,
    `file:///etc/passwd`,
    `javascript:alert(1)`,
    `data:application/json,{"value":[]}`,
    `HTTP://${host.toUpperCase()}${rest}`.replace('HTTP', 'https'),
    `http://localhost:${host.split(':')[1]}${rest}`,
    `http://2130706433:${host.split(':')[1]}${rest}`,
    rest,
  ];
}

function otherPaths(root: string, origin: string): string[] {
  return [
    `${root}/users?$skiptoken=a`,
    `${root}${path}/x?$skiptoken=a`,
    `${root}${path}x?$skiptoken=a`,
    `${root}${path}/?$skiptoken=a`,
    `${root}${path}/../../../users?$skiptoken=a`,
    `${root}${path}/%2e%2e/users?$skiptoken=a`,
    `${root}/identity/../policies?$skiptoken=a`,
    `${root}${path.toUpperCase()}?$skiptoken=a`,
    `${root}/${path}?$skiptoken=a`,
    `${origin}/beta${path}?$skiptoken=a`,
    `${origin}/v1.0/../beta${path}?$skiptoken=a`,
    `${origin}/v1.0/$batch?x=${path}`,
  ];
}

function badSpelling(good: string, origin: string, evil: string): string[] {
  return [
    `${good}#`,
    `${good}#@${evil}`,
    `${good} `,
    ` ${good}`,
    `${good}\n`,
    `${good}\r\nhost: ${evil}`,
    `${good}\0`,
    `${good}&x=https://${evil}/`,
    `${good}&x=http://${evil}/`,
    `${good}\\..\\users`,
    `${good}&x=é`,
    `${good}${'a'.repeat(4_000)}`,
    good.replace('?', '%3F'),
    good.replace('?', '?\t'),
    good.split('?')[0] ?? '',
    `${good.split('?')[0]}?`,
    `${origin}\t/v1.0${path}?$skiptoken=a`,
  ];
}

const noLinks: unknown[] = ['', null, 7, true, {}, ['x']];
