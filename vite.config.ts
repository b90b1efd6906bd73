import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { compressFiles } from './api/cli/compress-files.ts';

/** Where `npx vite` finds the server while the web app is being worked on. */
const api = `http://127.0.0.1:${process.env.PORT ?? 3000}`;

const AT_ONCE = ['web/map/map-view.tsx', 'web/app/start.tsx'];

/** The page names what main.tsx loads at once, so that it comes with the page and not one round trip later. */
const preloadAtOnce: Plugin = {
  name: 'preload-at-once',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const first = chunks.filter(({ facadeModuleId }) => AT_ONCE.some((path) => facadeModuleId?.endsWith(path)));
      // With the imports of imports, which come two round trips later otherwise: the set grows while it is walked.
      const files = new Set(first.map(({ fileName }) => fileName));
      for (const file of files) {
        const chunk = bundle[file];
        if (chunk?.type === 'chunk') for (const next of chunk.imports) files.add(next);
      }
      for (const chunk of chunks) if (chunk.isEntry) files.delete(chunk.fileName);
      return [...files].map((file) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
        injectTo: 'head',
      }));
    },
  },
};

/** The server sends these to whoever takes them, which is every browser. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  writeBundle: ({ dir }) => compressFiles(dir!),
};

export default defineConfig({
  root: 'web',
  plugins: [react(), preloadAtOnce, compressed],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 1600,
    rolldownOptions: {
      output: {
        // The library by itself: it stays in the browser's cache when our code changes.
        codeSplitting: { groups: [{ name: 'maplibre', test: /node_modules[\\/]maplibre-gl[\\/]/ }] },
      },
    },
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
          testTimeout: 120_000, // for what hangs, not for a busy machine
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
