import { defineConfig } from 'vitest/config';

/** Files that load the Teams SDKs share one module graph: the import alone costs about a second per file. */
const withTeamsSdk = ['test/bot/**/*.test.ts', 'test/e2e/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          globalSetup: ['test/store/global-setup.ts'],
          include: ['test/**/*.test.ts'],
          exclude: [...withTeamsSdk, 'test/gates/**', 'test/bench/**'],
        },
      },
      { extends: true, test: { name: 'teams', include: withTeamsSdk, isolate: false } },
    ],
  },
});
