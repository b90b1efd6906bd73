import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

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
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'e2e',
          root: '.',
          include: ['tests/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
