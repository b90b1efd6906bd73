import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where `npx vite` finds the server while the web app is being worked on. */
const api = `http://127.0.0.1:${process.env.PORT ?? 3000}`;

export default defineConfig({
  root: 'web',
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 1600,
  },
  worker: { format: 'es' },
  // The folder web/api-client is not the server's.
  server: { proxy: { '^/api/': { target: api }, '^/tiles/': { target: api } } },
  test: {
    root: '.',
    projects: [
      {
        test: {
          name: 'unit',
          root: '.',
          include: ['tests/geo/**/*.test.ts', 'tests/web/**/*.test.{ts,tsx}', 'tests/seeds/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'api',
          root: '.',
          include: ['tests/api/**/*.test.ts'],
          fileParallelism: false,
          isolate: false, // one process, so that all files share one embedded database
          globalSetup: 'tests/support/scratch.ts',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          root: '.',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: 'tests/e2e/support/app.ts',
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 20_000, interval: 100 } },
          sequence: { groupOrder: 2 }, // a browser that has to share its two cores is slow enough to fail
        },
      },
    ],
  },
});
