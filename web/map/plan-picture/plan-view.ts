import type { GeoJSONSource, Map as MaplibreMap } from 'maplibre-gl';
import type { PlanScope } from '../../../geo/divide/do-step.ts';
import { inBreaths } from '../../state/breathe.ts';
import { openState, type PaintTarget, type PlanDrawingState, type PlanStore } from '../../state/plan/plan-store.ts';
import type { PlanSession } from '../../state/plan/session.ts';
import type { ThemeName } from '../../state/preferences.ts';
import { type OverlayLayer, setOverlay } from '../overlay-registry.ts';
import { baseBorders } from './base-borders.ts';
import { chosenLayers } from './chosen-layers.ts';
import { createDraftLabels, type DraftLabels, type LabelWords } from './draft-labels.ts';
import { createDraftPicture, type DraftPicture } from './draft-picture.ts';
import { PLAN_COLOURS } from './plan-colours.ts';

export interface PlanViewInput {
  readonly map: MaplibreMap;
  readonly session: PlanSession;
  readonly store: PlanStore;
  readonly theme: ThemeName;
  readonly words: LabelWords;
}

export interface PlanView {
  stroke(blocks: Iterable<number>, target: PaintTarget | null): void;
  endStroke(): void;
  /** Whether the lines between blocks of one region are drawn, too. */
  showBlocks(shown: boolean): void;
  detach(): void;
}

/** Labels are laid out anew with every change of them, so while a stroke runs they follow from time to time. */
const LABELS_EVERY_MS = 250;

/** Keeps the open plan's draft on the map. Everything is drawn once a frame at most, and only what has changed. */
export function attachPlanView({ map, session, store, theme, words }: PlanViewInput): PlanView {
  const colours = PLAN_COLOURS[theme];
  let picture: DraftPicture | null = null;
  let ground: readonly OverlayLayer[] = [];
  let labels: DraftLabels | null = null;
  let chosen: readonly OverlayLayer[] = [];
  let chosenIsOld = true;
  let labelsAreOld = true;
  let labelTimer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let blocksShown = false;
  const filled = { 'draft-labels': null as GeoJSONSource | null, 'draft-base': null as GeoJSONSource | null };
  /** the preview that the labels are of */
  let labelled: PlanDrawingState['preview'] = null;
  /** the naming of all that goes on; another one puts an end to it */
  let naming: object | null = null;

  function begin(): void {
    const plan = session.current();
    const { level, preview } = store.getState();
    picture = plan && createDraftPicture(plan.draft, plan.base, { level, colours, scope: scopeOf(store.getState()) });
    picture?.preview(preview);
    picture?.showBlocks(blocksShown);
    labels = plan && createDraftLabels(plan.draft, level, words);
    naming = null;
    chosenIsOld = true;
    labelsAreOld = true;
    filled['draft-base'] = null;
    filled['draft-labels'] = null;
    schedule();
  }

  function draw(): void {
    frame = 0;
    const plan = session.current();
    if (!plan || !picture) {
      ground = [];
      setOverlay('plan', []);
      return;
    }
    const made = picture.flush();
    // Of another picture before this one, what has not been made anew yet stays on the screen.
    const known = new Set(made.map(({ id }) => id));
    ground = picture.isBehind() ? [...made, ...ground.filter(({ id }) => !known.has(id))] : made;
    if (picture.isBehind()) schedule();
    // What is chosen are regions of the draft; a preview has others.
    if (chosenIsOld)
      chosen = store.getState().preview ? [] : chosenLayers(plan.draft, picture, store.getState(), colours);
    chosenIsOld = false;
    setOverlay('plan', [...ground, ...chosen]);
    if (labelsAreOld) labelTimer ??= setTimeout(fillSources, store.getState().stroke ? LABELS_EVERY_MS : 0);
  }
  const schedule = (): void => {
    frame ||= requestAnimationFrame(draw);
  };

  /** The style's own sources come and go with it, so it is looked each time whether they are still the same. */
  function fillSources(): void {
    labelTimer = undefined;
    const plan = session.current();
    if (!plan || !labels) return;
    const base = map.getSource<GeoJSONSource>('draft-base');
    if (base && base !== filled['draft-base']) {
      filled['draft-base'] = base;
      base.setData(baseBorders(plan.base, store.getState().level));
    }
    const names = map.getSource<GeoJSONSource>('draft-labels');
    if (!names || (!labelsAreOld && names === filled['draft-labels'])) return;
    const { preview } = store.getState();
    const isOther = names !== filled['draft-labels'] || preview !== null || preview !== labelled;
    if (naming && !isOther) return; // what has changed meanwhile follows when all have their names
    filled['draft-labels'] = names;
    labelled = preview;
    labelsAreOld = false;
    if (isOther) {
      void nameAll(names, labels, preview);
      return;
    }
    const changes = labels.changes(changedHouseholds(store.getState()));
    if (changes) void names.updateData(changes);
  }
  async function nameAll(names: GeoJSONSource, of: DraftLabels, preview: PlanDrawingState['preview']): Promise<void> {
    const own = {};
    naming = own;
    const all = await inBreaths(of.all(preview), () => naming === own);
    if (!all || naming !== own) return;
    naming = null;
    names.setData(all);
    schedule();
  }
  const onStyle = (): void => {
    const lacks = (Object.keys(filled) as (keyof typeof filled)[]).some(
      (id) => map.getSource(id) !== (filled[id] ?? undefined),
    );
    if (lacks) labelTimer ??= setTimeout(fillSources, 0);
  };

  begin();
  const stopChanges = session.onChange((delta) => {
    if (!delta) return begin();
    picture?.note(delta);
    chosenIsOld = true;
    labelsAreOld = true;
    schedule();
  });
  const stopStore = store.subscribe((state, before) => {
    if (state.level !== before.level) return begin();
    if (state.preview !== before.preview) {
      picture?.preview(state.preview);
      chosenIsOld = true;
      labelsAreOld = true;
      schedule();
    }
    const moved = (['regions', 'blocks', 'hover', 'target', 'tool'] as const).some((key) => state[key] !== before[key]);
    if (moved) chosenIsOld = true;
    if (state.stroke !== before.stroke) labelsAreOld = true;
    if (moved || state.stroke !== before.stroke) schedule();
  });
  map.on('styledata', onStyle);
  return {
    stroke(blocks, target) {
      picture?.stroke(blocks, target);
      schedule();
    },
    endStroke() {
      picture?.endStroke();
      schedule();
    },
    showBlocks(shown) {
      blocksShown = shown;
      picture?.showBlocks(shown);
      schedule();
    },
    detach() {
      stopChanges();
      stopStore();
      cancelAnimationFrame(frame);
      clearTimeout(labelTimer);
      naming = null;
      map.off('styledata', onStyle);
      setOverlay('plan', []);
    },
  };
}

function changedHouseholds({ stroke }: PlanDrawingState): ReadonlyMap<number, number> {
  return new Map([...(stroke?.figures ?? [])].map(([region, figures]) => [region, figures.households]));
}

function scopeOf(state: PlanDrawingState): PlanScope {
  const plan = openState(state)?.plan;
  return { level: plan?.level ?? state.level, area: new Set(plan?.area) };
}
