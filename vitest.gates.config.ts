import { defineConfig } from 'vitest/config';

/** The full fault, race, crash, fuzz and load figures. `GATES_SLICE=1` runs a small share of each. */
export default defineConfig({
  test: {
    include: ['test/gates/**/*.test.ts'],
    globalSetup: ['test/store/global-setup.ts'],
    testTimeout: 15 * 60_000,
    hookTimeout: 2 * 60_000,
    fileParallelism: false,
  },
});
