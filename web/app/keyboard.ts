import { useEffect } from 'react';
import type { Feature } from '../state/feature.ts';
import { flyToSelection } from '../state/queries.ts';
import { store } from '../state/store.ts';
import { modesOf } from './slots.ts';

/** A line of the sheet, and what its keys do. */
export interface KeyBinding {
  readonly keys: readonly string[];
  readonly label: string;
  run?(key: string): void;
}

/** All keys of the app: the shell's own, then the features'. One table serves the handler and the sheet. */
export function keyBindings(features: readonly Feature[], showSheet: () => void): KeyBinding[] {
  const modes = modesOf(features);
  const { getState } = store;
  return [
    ...features
      .flatMap((feature) => feature.shortcuts ?? [])
      .map((shortcut) => ({ keys: [shortcut.key], label: shortcut.label, run: () => shortcut.run() })),
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
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio])'));

/** Listens for the keys of the table, while nobody types and nothing modal is open. */
export function useKeyboard(bindings: readonly KeyBinding[]): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('[aria-modal=true]')) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const binding = bindings.find((candidate) => candidate.run && candidate.keys.includes(key));
      if (!binding?.run) return;
      event.preventDefault();
      binding.run(key);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [bindings]);
}
