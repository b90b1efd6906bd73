import { EnvironmentOutlined } from '@ant-design/icons';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';
import { Overview } from './overview.tsx';
import { UnlocatedThings } from './unlocated-things.tsx';

export const overview: Feature = {
  id: 'overview',
  messages,
  mode: { id: 'map', order: 10, icon: EnvironmentOutlined },
  panels: [
    { mode: 'map', order: 10, component: Overview },
    { mode: 'map', order: 90, component: UnlocatedThings },
  ],
};
