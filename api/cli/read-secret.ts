import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/**
 * A line that must not be shown.
 *
 * @param prompt  what to ask at the terminal; null = take the first line of standard input, whatever that is
 * @returns null when there is a prompt and no terminal, and when the input ends without a line
 */
export async function readSecret(prompt: string | null): Promise<string | null> {
  const terminal = prompt !== null;
  if (terminal && !process.stdin.isTTY) return null;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal });
  // Ctrl-C at the prompt is read by the terminal's interface, not sent as a signal.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await new Promise((resolve) => {
      // Only now: before the interface stood, the terminal would have shown what is typed.
      if (terminal) process.stderr.write(prompt);
      lines.once('line', resolve);
      lines.once('close', () => resolve(null));
    });
  } finally {
    lines.close();
    if (terminal) process.stderr.write('\n');
  }
}
