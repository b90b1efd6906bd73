import type { LayerSpecification } from 'maplibre-gl';
import type { Slot } from './overlay-registry.ts';

/** Layers of the style that draw nothing: what deck.gl draws in a slot is put before its layer. */
export const SLOT_LAYERS: Readonly<Record<Slot, string>> = {
  'under-roads': 'slot-under-roads',
  'under-labels': 'slot-under-labels',
};

export const slotLayer = (slot: Slot): LayerSpecification => ({
  id: SLOT_LAYERS[slot],
  type: 'background',
  layout: { visibility: 'none' },
});
