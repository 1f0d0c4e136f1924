import { z } from 'zod/v4';
import { type Answer, badRequest, type Incoming } from '../http.ts';
import { parseJson } from '../json.ts';
import type { World } from '../world/world.ts';

const milliseconds = z.number().int().min(0).max(3_600_000);

const fault = z.strictObject({
  method: z.string().optional(),
  path: z.string().refine(isPattern, 'must be a regular expression').optional(),
  status: z.number().int().min(200).max(599).optional(),
  body: z.unknown().optional(),
  rawBody: z.string().optional(),
  headers: z.record(z.string(), z.coerce.string()).optional(),
  delayMs: milliseconds.optional(),
  staleMs: milliseconds.optional(),
  drop: z.enum(['before', 'after']).optional(),
  times: z.number().int().min(1).optional(),
  percent: z.number().gt(0).max(100).optional(),
});

const faults = z.array(fault).min(1);

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

export function addFaults(world: World, request: Incoming): Answer {
  const body = parseJson(request.body);
  const parsed = faults.safeParse(Array.isArray(body) ? body : [body]);
  if (!parsed.success) return badRequest(z.prettifyError(parsed.error));
  world.faults.add(parsed.data);
  return { status: 201, body: armed(world) };
}

export function listFaults(world: World): Answer {
  return { status: 200, body: armed(world) };
}

function armed(world: World): unknown {
  return { faults: world.faults.all().map(({ matches: _matches, ...fault }) => fault) };
}

export function clearFaults(world: World): Answer {
  world.faults.clear();
  return { status: 204 };
}
