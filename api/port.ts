import { type AddressInfo, createServer } from 'node:net';
import { SetupError } from './db/setup-error.ts';

/** Where a server listens. */
export interface Place {
  host: string;
  /** 0 = any free port */
  port: number;
}

/** Asks for the port before the long work, so that a taken one is told at once. */
export async function probePort(place: Place): Promise<void> {
  if (place.port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(portTrouble(place, error)));
    probe.listen(place.port, place.host, () => probe.close(() => resolve()));
  });
}

/** What stands in the way of listening, told with the setting that changes it. */
export function portTrouble({ host, port }: Place, error: NodeJS.ErrnoException): Error {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use by another program; stop that one, or set PORT to another number.`,
    EACCES: `Port ${port} on ${host} needs rights that this user does not have; set PORT to a number above 1023.`,
    EADDRNOTAVAIL: `HOST ${host} is not an address of this machine; set it to 127.0.0.1, or to 0.0.0.0 for all.`,
    ENOTFOUND: `HOST ${host} is not known; set it to 127.0.0.1, or to 0.0.0.0 for all.`,
  };
  const known = reasons[error.code ?? ''];
  return known ? new SetupError(known, { cause: error }) : error;
}

/** The address for the browser of this machine. */
export function urlOf({ host }: Place, { port }: AddressInfo): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}/`;
}
