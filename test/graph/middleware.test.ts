import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import { expect, it } from 'vitest';
import { fail, faultOf } from '../../src/graph/faults.ts';
import { chain, type Step } from '../../src/graph/middleware.ts';

function get(...steps: Step[]): Promise<Response> {
  const client = Client.initWithMiddleware({ baseUrl: 'http://127.0.0.1:1', middleware: chain(steps) });
  return client.api('/x').responseType(ResponseType.RAW).get();
}

it('takes the steps in order, there and back', async () => {
  const passed: string[] = [];
  const step = (name: string): Step => {
    return async (_, next) => {
      passed.push(`to ${name}`);
      const response = await next();
      passed.push(`from ${name}`);
      return response;
    };
  };
  expect(await (await get(step('a'), step('b'), async () => new Response('x'))).text()).toBe('x');
  expect(passed).toEqual(['to a', 'to b', 'from b', 'from a']);
});

it('may take the rest of the way twice', async () => {
  let sent = 0;
  const response = await get(
    async (_, next) => {
      await next();
      return next();
    },
    async () => {
      sent += 1;
      return Response.json(sent);
    },
  );
  expect(await response.json()).toBe(2);
});

it('hands a fault through the SDK unchanged', async () => {
  const thrown = await get(async () => fail({ fault: 'badResponse', status: 302 })).catch((fault) => fault);
  expect(faultOf(thrown)).toEqual({ fault: 'badResponse', status: 302 });
});
