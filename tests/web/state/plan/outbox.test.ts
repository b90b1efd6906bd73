import { afterEach, expect, test, vi } from 'vitest';
import { createBrowserOutbox } from '../../../../web/state/plan/outbox.ts';

afterEach(() => vi.unstubAllGlobals());

test('a browser that refuses locks is no fault of the page', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const request = vi.fn(() => Promise.reject(new DOMException('storage is forbidden', 'SecurityError')));
  vi.stubGlobal('navigator', { locks: { request } });
  createBrowserOutbox('window');
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off('unhandledRejection', unhandled);
  expect(request).toHaveBeenCalledOnce();
  expect(unhandled).not.toHaveBeenCalled();
});
