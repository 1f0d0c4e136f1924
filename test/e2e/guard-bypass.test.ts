import { it } from 'vitest';
import { bypassGuards } from './guard-bypass.ts';

it('protects an account under every name in 60 attempts', () => bypassGuards(60));
