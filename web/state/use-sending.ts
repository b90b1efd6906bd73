import { useState } from 'react';
import { type Notice, noticeOf } from '../api-client/http.ts';

/**
 * One thing at a time that is asked of the server, and why the last was refused.
 *
 * @returns `send` runs the work and says whether it was done; while it runs `sending` is true
 */
export function useSending() {
  const [sending, setSending] = useState(false);
  const [notice, setNotice] = useState<Notice | null>(null);
  const send = async (work: () => Promise<void>): Promise<boolean> => {
    setSending(true);
    setNotice(null);
    try {
      await work();
      return true;
    } catch (error) {
      setNotice(noticeOf(error));
      return false;
    } finally {
      setSending(false);
    }
  };
  return { sending, notice, send };
}
