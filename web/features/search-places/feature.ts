import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';
import { focusSearch, SearchBox } from './search-box.tsx';

export const searchPlaces: Feature = {
  id: 'search-places',
  messages,
  topBar: [{ side: 'centre', order: 10, component: SearchBox }],
  shortcuts: [{ key: '/', label: 'search-places:shortcut', run: focusSearch }],
};
