import { testFaults } from '../e2e/fault-tests.ts';

testFaults({ slow: true });
