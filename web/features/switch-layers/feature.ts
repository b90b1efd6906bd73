import type { Feature } from '../../state/feature.ts';
import { store } from '../../state/store.ts';
import { Legend } from './legend.tsx';
import { messages } from './messages.ts';

export const switchLayers: Feature = {
  id: 'switch-layers',
  messages,
  legend: Legend,
  shortcuts: [
    {
      key: 'b',
      label: 'switch-layers:shortcut',
      run: () => {
        const { layers, setLayers } = store.getState();
        setLayers(['building3d'], !layers.building3d);
      },
    },
  ],
};
