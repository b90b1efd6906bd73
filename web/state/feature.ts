import type { ComponentType } from 'react';
import type { PlanLevel } from '../../api/contract/plans.ts';
import type { PanelTab } from './panel-tabs.ts';
import type { AppState } from './store.ts';

/** Texts by key; nested for order's sake. */
export interface Messages {
  readonly [key: string]: string | Messages;
}

/** Screen places that take one component each, in `order`. */
interface Placed {
  readonly order: number;
  readonly component: ComponentType;
}

/** A section of a mode's panel. */
export interface PanelSection extends Placed {
  readonly mode: string;
  /** built of antd, which then loads with the section */
  readonly kit?: boolean;
  /** sections of a mode that name tabs are shown a tab at a time; its title is the common message `panel.tab.…` */
  readonly tab?: PanelTab;
  /** whether the person has any use for it */
  when?(state: AppState): boolean;
}

/** A tab of the open plan, in mode `plan`; its title is the feature's message `tab`. */
interface PlanTab extends Placed {
  /** what the address says */
  readonly id: string;
  readonly kit?: boolean;
  /** the kinds of plan that it is of use for; all when left out */
  readonly levels?: readonly PlanLevel[];
}

export interface Shortcut {
  /** `KeyboardEvent.key`, as it is typed: '/', 'f', '?', also 'Ctrl+Z', 'Ctrl+Shift+Z' (Ctrl is ⌘ on a Mac) */
  readonly key: string;
  /** full message key, namespace and all */
  readonly label: string;
  /** it means something just now; otherwise the key is free for others, and the sheet does not list it */
  when?(): boolean;
  run(): void;
}

/** What one user-visible capability hands to the shell. Removing its folder and its line in app/features.ts removes it. */
export interface Feature {
  /** folder name, and namespace of its messages */
  readonly id: string;
  readonly messages: { readonly zh: Messages; readonly en: Messages };
  /** an entry of the rail; its title is the feature's message `mode` */
  readonly mode?: { readonly id: string; readonly order: number; readonly icon: ComponentType };
  /** sections of the panel, by mode */
  readonly panels?: readonly PanelSection[];
  /** one of them at a time, below the open plan's head */
  readonly planTabs?: readonly PlanTab[];
  /** covers the map below the furniture, and places itself on it: toolbars, a second map */
  readonly overMap?: readonly Placed[];
  readonly topBar?: readonly (Placed & { readonly side: 'start' | 'centre' | 'end' })[];
  /** bottom left of the map */
  readonly legend?: ComponentType;
  /** right edge of the map */
  readonly mapTools?: readonly Placed[];
  /** slides over from the right while something is selected */
  readonly inspector?: ComponentType;
  /** buttons in the head of the inspector, and parts below its facts; they ask the store what is selected */
  readonly inspectorActions?: readonly Placed[];
  readonly inspectorSections?: readonly Placed[];
  /** stands in the place of the inspector while something is edited; built of antd */
  readonly editor?: ComponentType;
  /** stands instead of the whole app while nobody is signed in */
  readonly door?: ComponentType;
  /** stands there until whoever came in with a password that an administrator made has set one of the own */
  readonly secondDoor?: ComponentType;
  readonly shortcuts?: readonly Shortcut[];
}
