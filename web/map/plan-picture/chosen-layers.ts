import type { Draft } from '../../../geo/divide/draft.ts';
import type { PlanDrawingState } from '../../state/plan/plan-store.ts';
import { newRows, type OverlayLayer, type Rgba } from '../overlay-registry.ts';
import type { DraftPicture, Outline } from './draft-picture.ts';
import type { PlanColours } from './plan-colours.ts';

type Chosen = Pick<PlanDrawingState, 'regions' | 'blocks' | 'hover' | 'target' | 'tool'>;

/** What is chosen, aimed at and pointed to, over the draft. */
export function chosenLayers(
  draft: Draft,
  picture: DraftPicture,
  chosen: Chosen,
  colours: PlanColours,
): OverlayLayer[] {
  const { regions, hover, target } = chosen;
  const blocks = chosen.blocks.filter((block) => draft.fabric.blocks.has(block));
  const layers: OverlayLayer[] = [];
  const line = (id: string, data: Outline, colour: Rgba, widthPx: number): void => {
    if (data.length > 0) layers.push({ type: 'paths', id: `plan-${id}`, data, colour, widthPx });
  };
  if (chosen.tool !== 'select' && typeof target === 'number' && draft.regions.has(target)) {
    const outline = picture.regionOutline(target);
    line('target-halo', outline, colours.halo, 6);
    line('target', outline, colours.target, 3);
  }
  if (hover.region !== null && !regions.includes(hover.region))
    line('hover', picture.regionOutline(hover.region), colours.hover, 1.8);
  const outlines = regions.map(picture.regionOutline);
  const chosenOutline = outlines.length === 1 ? outlines[0]! : outlines.flat();
  line('chosen-halo', chosenOutline, colours.halo, 6.5);
  line('chosen', chosenOutline, colours.chosen, 2.5);
  const shown =
    hover.block !== null && draft.fabric.blocks.has(hover.block) && !blocks.includes(hover.block) ? [hover.block] : [];
  const areaRows = [
    ...blocks.map((block) => ({ rings: picture.ringsOf(block), fill: colours.chosenFill, hatch: 0 as const })),
    ...shown.map((block) => ({
      rings: picture.ringsOf(block),
      fill: [...colours.hover.slice(0, 3), 36] as unknown as Rgba,
      hatch: 0 as const,
    })),
  ];
  if (areaRows.length > 0)
    layers.push({
      ...{ type: 'areas', id: 'plan-chosen-blocks', slot: 'under-roads', hatches: colours.hatches },
      rows: newRows(areaRows),
    });
  line('chosen-block-lines', picture.outline(blocks), colours.chosen, 1.6);
  return layers;
}
