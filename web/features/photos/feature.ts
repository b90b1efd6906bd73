import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';
import { PhotoSection } from './photo-section.tsx';

export const photos: Feature = {
  id: 'photos',
  messages,
  inspectorSections: [{ order: 50, component: PhotoSection }],
};
