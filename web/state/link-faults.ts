import type { AppSet } from './slice.ts';
import { decodeAddress } from './url.ts';

/** A part of the address that asks for what is not there; something else is shown instead. */
export interface LinkFault {
  readonly part: 'page' | 'county' | 'date' | 'select';
  readonly asked: string;
}

export interface LinkFaultSlice {
  readonly linkFaults: readonly LinkFault[];
  noteLinkFault(fault: LinkFault): void;
  dismissLinkFaults(): void;
}

export const createLinkFaultSlice = (set: AppSet): LinkFaultSlice => ({
  linkFaults: [],
  noteLinkFault: (fault) =>
    set(({ linkFaults }) => ({ linkFaults: [...linkFaults.filter(({ part }) => part !== fault.part), fault] })),
  dismissLinkFaults: () => set({ linkFaults: [] }),
});

/** What an address asks for and its reader cannot take: whatever `decodeAddress` leaves at its default, and other pages. */
export function linkFaultsOf({ pathname, search }: Pick<Location, 'pathname' | 'search'>): LinkFault[] {
  const given = new URLSearchParams(search);
  const read = decodeAddress(search);
  const unread = (part: LinkFault['part'], key: string, value: unknown): LinkFault[] => {
    const asked = given.get(key);
    return asked && value === null ? [{ part, asked: asked.slice(0, 40) }] : [];
  };
  return [
    ...(pathname === '/' || pathname === '/index.html'
      ? []
      : [{ part: 'page' as const, asked: pathname.slice(0, 40) }]),
    ...unread('county', 'county', read.county),
    ...unread('date', 'date', read.date),
    ...unread('select', 'select', read.selection),
  ];
}
