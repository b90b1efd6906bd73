import { useEffect } from 'react';
import type { Feature } from '../state/feature.ts';
import { flyToSelection } from '../state/queries.ts';
import { store } from '../state/store.ts';
import { modesOf } from './slots.ts';

/** A line of the sheet, and what its keys do. */
export interface KeyBinding {
  readonly keys: readonly string[];
  readonly label: string;
  when?(): boolean;
  run?(key: string): void;
}

/** All keys of the app. One table serves the handler and the sheet; a key that means something only just now stands first. */
export function keyBindings(features: readonly Feature[], showSheet: () => void): KeyBinding[] {
  const modes = modesOf(features);
  const { getState } = store;
  const bindings: KeyBinding[] = [
    ...features
      .flatMap((feature) => feature.shortcuts ?? [])
      .map(({ key, label, when, run }) => ({ keys: [key], label, when, run: () => run() })),
    {
      keys: modes.map((_, index) => String(index + 1)),
      label: 'common:shortcuts.mode',
      run: (key) => {
        getState().setMode(modes[Number(key) - 1]!.id);
        getState().setPreferences({ panelOpen: true });
      },
    },
    { keys: ['f'], label: 'common:shortcuts.fly', run: flyToSelection },
    {
      keys: ['\\'],
      label: 'common:shortcuts.panel',
      run: () => getState().setPreferences({ panelOpen: !getState().preferences.panelOpen }),
    },
    { keys: ['Escape'], label: 'common:shortcuts.escape', run: () => getState().stepOut() },
    { keys: ['?'], label: 'common:shortcuts.sheet', run: showSheet },
    { keys: ['↑', '↓', '←', '→'], label: 'common:shortcuts.arrows' },
  ];
  return bindings.sort((a, b) => Number(!a.when) - Number(!b.when));
}

/** What the keys do just now: of two bindings with one key the first. */
export function bindingsNow(bindings: readonly KeyBinding[]): KeyBinding[] {
  const claimed = new Set<string>();
  return bindings.flatMap((binding) => {
    if (binding.when?.() === false) return [];
    const keys = binding.keys.filter((key) => !claimed.has(key));
    for (const key of keys) claimed.add(key);
    return keys.length === 0 ? [] : [{ ...binding, keys }];
  });
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio])'));

/** Whether an event is the key of a binding: Shift counts where it is named, or else is in the character already. */
export function isKey(
  binding: string,
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey'>,
): boolean {
  const parts = binding.length > 1 ? binding.split('+') : [binding];
  const key = parts.at(-1)!;
  const wantsCtrl = parts.length > 1;
  if (wantsCtrl !== (event.ctrlKey || event.metaKey)) return false;
  if (wantsCtrl && parts.includes('Shift') !== event.shiftKey) return false;
  return key.toLowerCase() === event.key.toLowerCase();
}

/** Listens for the keys of the table, while nobody types and nothing modal is open. */
export function useKeyboard(bindings: readonly KeyBinding[]): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('[aria-modal=true]')) return;
      for (const { keys, run } of bindingsNow(bindings)) {
        const key = run && keys.find((candidate) => isKey(candidate, event));
        if (!key) continue;
        event.preventDefault();
        run(key);
        return;
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [bindings]);
}
