import type { Feature } from '../../state/feature.ts';
import { Inspector } from './inspector.tsx';
import { messages } from './messages.ts';

export const inspect: Feature = { id: 'inspect', messages, inspector: Inspector };
