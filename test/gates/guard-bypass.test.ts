import { it } from 'vitest';
import { bypassGuards } from '../e2e/guard-bypass.ts';

it('protects an account under every name in 200 attempts', () => bypassGuards(200));
